// Where everything is, for the program and for its linker script. Tests/OracleTests says the same in Swift.
//
//   physical address
//   00000000  the arena: what configurations describe, and what probes reach
//   04000000  the input: configurations and their probes
//   08000000  the results, one record for each probe
//   0ff00000  the program
//   0fff0000  its exception vectors
//
// The last 256 MB of the virtual space, the window, show these 256 MB of RAM in their order. So the last page of RAM
// holds the high vectors, and whatever a configuration maps below the window, the program sees itself, its input and
// the whole arena.

#define ARENA_SIZE      0x02000000
#define INPUT           0x04000000
#define RESULTS         0x08000000
#define PROGRAM         0x0ff00000
#define HOME_TABLE      0x0ff10000
#define STACK           0x0ff20000
#define VECTORS         0x0fff0000
#define RAM_SIZE        0x10000000
#define WINDOW          0xf0000000

// Every word of the arena tells its own physical address, and is an instruction that does so too: SWI with the word's
// number. With this bit the number is never 123456, the one that QEMU takes for semihosting.
#define TELL_TALE       0xef800000

// The first word of an input, and the FAR before each probe.
#define INPUT_MAGIC     0x4c34564d
#define FAR_UNTOUCHED   0x5a5a5a5a

// The window's descriptors: sections of domain 15, which the DACR keeps a manager of.
#define SECTION         0x00000002
#define PROGRAM_DOMAIN  15
#define WINDOW_ENTRIES  256
#define WINDOW_OFFSET   0x3c00

// What became of a probe.
#define COMPLETED       0
#define DATA_ABORT      1
#define PREFETCH_ABORT  2
#define FETCHED         3
#define UNEXPECTED      4

// Bits of the CP15 control register.
#define CONTROL_MMU     0x0001
#define CONTROL_ALIGN   0x0002
#define CONTROL_SYSTEM  0x0100
#define CONTROL_ROM     0x0200
#define CONTROL_VECTORS 0x2000
// Those that a configuration chooses.
#define CONTROL_CHOSEN  (CONTROL_MMU | CONTROL_ALIGN | CONTROL_SYSTEM | CONTROL_ROM)

// Control bytes of the CPSR: a mode, with both kinds of interrupt masked.
#define USER_MODE       0xd0
#define SUPERVISOR_MODE 0xd3
