// How many instructions the processor executes to run a function, counted one by one: no hardware counters are needed.

#ifndef C_INSTRUCTIONS_H
#define C_INSTRUCTIONS_H

#include <stdint.h>

// Runs an operation in a process of its own, a copy of this one, so that nothing changes here. Returns how many more
// instructions it takes than a function that does nothing; a negative number when nobody can tell: on other systems than
// Linux, where processes must not be traced, when the operation crashes, or when it takes more than 20 million.
//
// What the dynamic linker and the runtime of a language do once only is counted, unless it has been done before.
int64_t count_instructions(void (*operation)(void *), void *context);

#endif
