#include "layout.h"

// The program runs where the window shows it, and starts before there is a window.
ENTRY(start_physical)

PHDRS {
  program PT_LOAD;
  vectors PT_LOAD;
}

SECTIONS {
  .text (WINDOW + PROGRAM) : AT(PROGRAM) {
    KEEP(*(.text.start))
    *(.text .text.* .rodata .rodata.*)
  } :program
  .vectors (WINDOW + VECTORS) : AT(VECTORS) { KEEP(*(.vectors)) } :vectors
  /DISCARD/ : { *(.ARM.exidx* .ARM.attributes .comment .note*) }

  start_physical = start - WINDOW;
  ASSERT(SIZEOF(.text) <= HOME_TABLE - PROGRAM, "the program reaches into its table")
}
