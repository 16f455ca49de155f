// Runs fast paths on an ARM without an operating system, one step after the other, and compares what comes of them with
// what was computed elsewhere. An emulator that lists the instructions tells how many each step takes.

#include "CFastPath.h"

#ifdef IN_C
#define PATH(name) l4_c_fast_##name
#else
#define PATH(name) l4_fast_##name
bool l4_fast_ipc(const struct kernel *kernel, struct registers *registers);
bool l4_fast_notify(const struct kernel *kernel, struct registers *registers);
bool l4_fast_system_call(const struct kernel *kernel, struct registers *registers, uint32_t instruction);
bool l4_fast_answer(const struct kernel *kernel, struct registers *registers);
#endif

struct step {
  uint32_t path, instruction;
  struct registers before, after;
};

// What is loaded beside the program.
struct script {
  uint32_t count, words;
  // The kernel's tables, and what they should hold in the end.
  uint32_t *region, *expected;
  struct kernel kernel;
  struct step steps[];
};

static bool same(const uint32_t *a, const uint32_t *b, uint32_t words) {
  for (uint32_t i = 0; i < words; i++)
    if (a[i] != b[i]) return false;
  return true;
}

static bool take(const struct script *script, const struct step *step, struct registers *registers) {
  switch (step->path) {
  case 0: return PATH(ipc)(&script->kernel, registers);
  case 1: return PATH(notify)(&script->kernel, registers);
  case 2: return PATH(system_call)(&script->kernel, registers, step->instruction);
  case 3: return PATH(answer)(&script->kernel, registers);
  default: return false;
  }
}

// Whether each step ended as it should.
bool run_steps(const struct script *script) {
  static struct registers registers;
  for (uint32_t i = 0; i < script->count; i++) {
    const struct step *step = &script->steps[i];
    const uint32_t *before = (const uint32_t *)&step->before;
    for (uint32_t j = 0; j < sizeof registers / 4; j++) ((volatile uint32_t *)&registers)[j] = before[j];
    if (!take(script, step, &registers)) return false;
    if (!same((const uint32_t *)&registers, (const uint32_t *)&step->after, sizeof registers / 4)) return false;
  }
  return same(script->region, script->expected, script->words);
}
