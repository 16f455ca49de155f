// One configuration: the machine is set up as it says, its probes run, and everything is put back.
//
// In the input a configuration is
//   translation table base, DACR, FCSE PID register, control register bits, number of words, number of probes;
//   for each word its physical address, in the arena, and its value;
//   for each probe the four words that probe.S describes.
//
// Between configurations the machine uses a first-level table of its own, so that tables can be written while
// nothing depends on them.
#include "layout.h"

  .text
// In: r4 the configuration, r5 where results go. Out: both moved on.
  .global run_configuration
run_configuration:
  push {lr}
  ldmia r4!, {r0-r3, r6, r7}
  push {r0, r4, r6}
  mov r12, #WINDOW
1:
  subs r6, r6, #1
  ldmiapl r4!, {r8, r9}
  strpl r9, [r12, r8]
  bpl 1b
  add r0, r0, r12
  bl fill_window
  sub r0, r0, r12

  mcr p15, 0, r1, c3, c0, 0
  mcr p15, 0, r2, c13, c0, 0
  ldr r8, =CONTROL_CHOSEN
  mrc p15, 0, r1, c1, c0, 0
  bic r1, r1, r8
  mov r6, r7
  tst r3, #CONTROL_MMU
  beq without_mmu

with_mmu:
  mcr p15, 0, r0, c2, c0, 0
  orr r1, r1, r3
  mcr p15, 0, r1, c1, c0, 0
  bl invalidate_tlb
  mov r7, #WINDOW
  bl run_probes
  bl go_home
  b put_back

without_mmu:
  bic r1, r1, #CONTROL_VECTORS
  orr r1, r1, r3
  adr r0, physical
  sub pc, r0, #WINDOW
physical:
  mcr p15, 0, r1, c1, c0, 0
  nop
  nop
  bl invalidate_tlb
  // Until the MMU is on again, the stack, the input and the results are where RAM has them.
  mov r7, #0
  sub sp, sp, #WINDOW
  sub r4, r4, #WINDOW
  sub r5, r5, #WINDOW
  bl run_probes
  add sp, sp, #WINDOW
  add r4, r4, #WINDOW
  add r5, r5, #WINDOW
  bl go_home
  ldr pc, =put_back

put_back:
  pop {r0, r1, r6}
  mov r12, #WINDOW
  ldr r2, =TELL_TALE
1:
  subs r6, r6, #1
  ldmiapl r1!, {r8, r9}
  orrpl r9, r2, r8, lsr #2
  strpl r9, [r12, r8]
  bpl 1b
  add r0, r0, #WINDOW_OFFSET
  orr r2, r2, r0, lsr #2
  add r0, r0, r12
  mov r1, #WINDOW_ENTRIES
2:
  str r2, [r0], #4
  add r2, r2, #1
  subs r1, r1, #1
  bne 2b
  pop {pc}

// Back to the program's own table and to aligned, ordinary accesses, with the MMU on.
go_home:
  ldr r0, =HOME_TABLE
  mcr p15, 0, r0, c2, c0, 0
  ldr r8, =CONTROL_CHOSEN
  mrc p15, 0, r1, c1, c0, 0
  bic r1, r1, r8
  orr r1, r1, #CONTROL_MMU
  orr r1, r1, #CONTROL_VECTORS
  mcr p15, 0, r1, c1, c0, 0
  nop
  nop
  // falls through

invalidate_tlb:
  mov r8, #0
  mcr p15, 0, r8, c8, c7, 0
  mov pc, lr
