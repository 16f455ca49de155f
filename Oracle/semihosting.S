// What the program asks of the emulator: a file for the results, and an end.
#include "layout.h"

#define SYS_OPEN  0x01
#define SYS_WRITE 0x05
#define SYS_EXIT  0x18
#define OPEN_WB   5
#define STOPPED_APPLICATION_EXIT 0x20026
#define STOPPED_RUN_TIME_ERROR   0x20023

.macro semihosting operation
  mov r0, #\operation
  swi #0x123456
.endm

  .text
// Writes r1 bytes at r0 to the file of results.
  .global write_results
write_results:
  push {r0, r1, lr}
  adr r1, open_arguments
  semihosting SYS_OPEN
  cmn r0, #1
  beq fail
  pop {r1, r2, lr}
  push {r0, r1, r2}
  mov r1, sp
  push {lr}
  semihosting SYS_WRITE
  cmp r0, #0 // how many bytes were not written
  bne fail
  pop {lr}
  add sp, sp, #12
  mov pc, lr

  .global fail
fail:
  ldr r1, =STOPPED_RUN_TIME_ERROR
  b exit
  .global succeed
succeed:
  ldr r1, =STOPPED_APPLICATION_EXIT
exit:
  semihosting SYS_EXIT
  b exit

open_arguments:
  .word name, OPEN_WB, name_end - name - 1
name:
  .asciz "results"
name_end:
