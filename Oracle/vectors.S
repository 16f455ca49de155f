// The exception vectors. Each exception goes on where a register says: no memory is read, so the same words serve
// in the window and, when the MMU is off, at physical address 0.
  .section .vectors, "ax"
  mov pc, r8    // reset
  mov pc, r8    // undefined instruction
  mov pc, r9    // SWI: the end of a probe in user mode, or of a fetch
  mov pc, r11   // prefetch abort
  mov pc, r10   // data abort
  mov pc, r8    // unused
  mov pc, r8    // IRQ, always masked
  mov pc, r8    // FIQ, always masked
