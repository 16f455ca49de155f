// From reset to the last result: makes the window and the arena, then takes one configuration after the other.
#include "layout.h"

  .section .text.start, "ax"
  .global start
start:
  // The MMU is off, and this code runs at its physical address.
  msr cpsr_c, #SUPERVISOR_MODE
  ldr r0, =HOME_TABLE
  bl fill_window
  // The page under this code's feet, for the moments between the MMU's being on and off.
  ldr r1, =PROGRAM
  orr r2, r1, #PROGRAM_DOMAIN << 5
  orr r2, r2, #SECTION
  str r2, [r0, r1, lsr #18]
  mcr p15, 0, r0, c2, c0, 0
  mvn r1, #0
  mcr p15, 0, r1, c3, c0, 0
  mov r1, #0
  mcr p15, 0, r1, c8, c7, 0
  mrc p15, 0, r1, c1, c0, 0
  bic r1, r1, #CONTROL_SYSTEM | CONTROL_ROM
  bic r1, r1, #CONTROL_ALIGN
  orr r1, r1, #CONTROL_MMU
  orr r1, r1, #CONTROL_VECTORS
  mcr p15, 0, r1, c1, c0, 0
  nop
  nop
  ldr pc, =in_window

in_window:
  ldr sp, =WINDOW + STACK
  bl fill_arena
  ldr r4, =WINDOW + INPUT
  ldr r5, =WINDOW + RESULTS
  ldmia r4!, {r0, r6}             // the magic word; how many configurations
  ldr r1, =INPUT_MAGIC
  cmp r0, r1
  bne fail
each_configuration:
  cmp r6, #0
  beq report
  sub r6, r6, #1
  push {r6}
  bl run_configuration
  pop {r6}
  b each_configuration

report:
  ldr r0, =WINDOW + RESULTS
  sub r1, r5, r0
  bl write_results
  b succeed

// Fills the last entries of the first-level table at r0 with the window's sections. Changes r8 to r10.
  .global fill_window
fill_window:
  add r8, r0, #WINDOW_OFFSET
  mov r9, #WINDOW_ENTRIES
  mov r10, #SECTION
  orr r10, r10, #PROGRAM_DOMAIN << 5
1:
  str r10, [r8], #4
  add r10, r10, #0x00100000
  subs r9, r9, #1
  bne 1b
  mov pc, lr

// Makes every word of the arena tell its own address.
fill_arena:
  mov r0, #WINDOW
  add r1, r0, #ARENA_SIZE
  ldr r2, =TELL_TALE
1:
  add r3, r2, #1
  add r6, r2, #2
  add r7, r2, #3
  stmia r0!, {r2, r3, r6, r7}
  add r2, r2, #4
  cmp r0, r1
  blo 1b
  mov pc, lr
