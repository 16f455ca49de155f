// From reset to the end of the last step, with the MMU off.

#define SYS_EXIT 0x18
#define STOPPED_APPLICATION_EXIT 0x20026
#define STOPPED_RUN_TIME_ERROR   0x20023
#define SCRIPT 0x00100000
#define STACK  0x00100000

  .section .text.start, "ax"
  .global start
start:
  ldr sp, =STACK
  ldr r0, =SCRIPT
  bl run_steps
  cmp r0, #0
  ldrne r1, =STOPPED_APPLICATION_EXIT
  ldreq r1, =STOPPED_RUN_TIME_ERROR
  mov r0, #SYS_EXIT
  swi #0x123456
1:
  b 1b
