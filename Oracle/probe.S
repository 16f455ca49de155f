// Probes: single accesses, and what became of each.
//
// In the input a probe is
//   its virtual address;
//   twice the number of its kind, plus 1 in supervisor mode;
//   for a store the physical address of the word that it is expected to reach, otherwise that of any word;
//   for a store the value.
// Its result is
//   what became of it [7:0], DFSR after an abort [19:8], IFSR after an abort [31:20];
//   the value loaded, or the word fetched;
//   the FAR, which is FAR_UNTOUCHED before every probe;
//   for a store that completes the word now in the place where it was expected,
//   for a prefetch abort or a fetch the address of the instruction,
//   for a data abort how far the address that the abort reports is from the instruction's: 0.
#include "layout.h"

// r4 next probe, r5 next result, r6 probes left; r7 what to add to a physical address to reach it
#define probe    r4
#define result   r5
#define left     r6
#define physical r7
// r8 to r11 where exceptions go on: see vectors.S
#define onUnexpected r8
#define onSWI        r9
#define onDataAbort  r10
#define onFetchAbort r11

  .text
// In: r4 to r7 as above. Out: r4 and r5 moved on.
  .global run_probes
run_probes:
  push {lr}
  adr onUnexpected, unexpected
  adr onDataAbort, data_abort
  adr onFetchAbort, prefetch_abort
  bl forget_faults
next_probe:
  cmp left, #0
  popeq {pc}
  sub left, left, #1
  // From here on Z is clear. A fetch that goes astray into a table finds descriptors of frames in low memory, whose
  // condition is EQ: they do nothing, and the first word of another kind ends it.
  ldmia probe!, {r0-r3}
  // r0 address, r1 kind, r2 the word before, r3 value; r12 where the word is
  add r12, physical, r2
  ldr r2, [r12]
  add pc, pc, r1, lsl #4
  nop

// Each kind in user mode and in supervisor mode: four instructions each time, of which the third is the probe.
.macro attempt then, instruction:vararg
  adr onSWI, \then
  msr cpsr_c, #USER_MODE
  \instruction
  swi #0
  nop
  msr cpsr_c, #SUPERVISOR_MODE
  \instruction
  b \then
.endm

attempts:
  attempt loaded, ldr r3, [r0]
  attempt loaded, ldrb r3, [r0]
  attempt loaded, ldrh r3, [r0]
  attempt stored, str r3, [r0]
  attempt stored, strb r3, [r0]
  attempt stored, strh r3, [r0]
  attempt loaded, ldrt r3, [r0], #0
  attempt loaded, ldrbt r3, [r0], #0
  attempt stored, strt r3, [r0], #0
  attempt stored, strbt r3, [r0], #0
  attempt swapped, swp r3, r3, [r0]
  attempt swapped, swpb r3, r3, [r0]
  adr onSWI, fetched
  msr cpsr_c, #USER_MODE
  mov pc, r0
  nop
  adr onSWI, fetched
  msr cpsr_c, #SUPERVISOR_MODE
  mov pc, r0
  nop

loaded:
  mov r0, #COMPLETED
  mov r1, r3
  mrc p15, 0, r2, c6, c0, 0
  mov r3, #0
  stmia result!, {r0-r3}
  b next_probe

stored:
  mov r3, #0
swapped:
  mov r1, r3
  ldr r3, [r12]
  str r2, [r12]
  mov r0, #COMPLETED
  mrc p15, 0, r2, c6, c0, 0
  stmia result!, {r0-r3}
  b next_probe

// The word is read again as data, with the right of supervisor mode, which a fetch never exceeds.
fetched:
  sub r3, lr, #4
  ldr r1, [r3]
  mov r0, #FETCHED
  mrc p15, 0, r2, c6, c0, 0
  stmia result!, {r0-r3}
  b next_probe

data_abort:
  adr r3, attempts
  add r3, r3, r1, lsl #4
  sub lr, lr, #8 + 8
  sub r3, lr, r3
  mov r0, #DATA_ABORT
  b aborted

unexpected:
  mov r0, #UNEXPECTED
  mov r3, lr
  b aborted

prefetch_abort:
  sub r3, lr, #4
  mov r0, #PREFETCH_ABORT
aborted:
  mrc p15, 0, r1, c5, c0, 0
  orr r0, r0, r1, lsl #8
  mrc p15, 0, r1, c5, c0, 1
  orr r0, r0, r1, lsl #20
  mov r1, #0
  mrc p15, 0, r2, c6, c0, 0
  msr cpsr_c, #SUPERVISOR_MODE
  stmia result!, {r0-r3}
  adr lr, next_probe
  // falls through

forget_faults:
  ldr r0, =FAR_UNTOUCHED
  mcr p15, 0, r0, c6, c0, 0
  mov r0, #0
  mcr p15, 0, r0, c5, c0, 0
  mcr p15, 0, r0, c5, c0, 1
  mov pc, lr
