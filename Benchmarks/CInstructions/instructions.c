#define _GNU_SOURCE
#include "CInstructions.h"

#if defined(__linux__)

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static const int64_t limit = 20 * 1000 * 1000;

// A process that is traced.
struct child {
  pid_t id;
  // What it last reported.
  int status;
  // Whether it has to be waited for still.
  bool is_there;
};

// Waits for the next report. False when there is none, or when it is that the child has died.
static bool await(struct child *child) {
  pid_t id;
  do id = waitpid(child->id, &child->status, 0);
  while (id == -1 && errno == EINTR);
  child->is_there = id == child->id && WIFSTOPPED(child->status);
  return child->is_there;
}

// Whether a child that reports something has stopped because of a signal.
static bool has_stopped(const struct child *child, int signal) { return WSTOPSIG(child->status) == signal; }

// The child: runs the operation between two stops.
static _Noreturn void run(void (*operation)(void *), void *context) {
  // The compiler must not know which one it is, or it would leave out one that does nothing.
  void (*volatile unknown)(void *) = operation;
  // Nothing interrupts the operation. A single step is told as SIGTRAP, and SIGSTOP cannot be blocked.
  sigset_t signals;
  sigfillset(&signals);
  sigdelset(&signals, SIGTRAP);
  sigprocmask(SIG_SETMASK, &signals, NULL);
  if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == -1) _exit(1);
  raise(SIGSTOP);
  unknown(context);
  raise(SIGSTOP);
  _exit(0);
}

// The number of instructions between the stops of a child that has been started; negative when it doesn't come to the
// second one.
static int64_t steps(struct child *child) {
  if (!await(child) || !has_stopped(child, SIGSTOP)) return -1;
  if (ptrace(PTRACE_SETOPTIONS, child->id, NULL, (void *)(uintptr_t)PTRACE_O_EXITKILL) == -1) return -1;
  for (int64_t count = 1; count <= limit; count++) {
    if (ptrace(PTRACE_SINGLESTEP, child->id, NULL, NULL) == -1 || !await(child)) return -1;
    if (has_stopped(child, SIGSTOP)) return count;
    if (!has_stopped(child, SIGTRAP)) return -1;
  }
  return -1;
}

// The number of instructions of an operation, and of what is around it.
static int64_t count_all(void (*operation)(void *), void *context) {
  struct child child = {.id = fork()};
  if (child.id == -1) return -1;
  if (child.id == 0) run(operation, context);
  child.is_there = true;
  int64_t count = steps(&child);
  if (child.is_there) {
    kill(child.id, SIGKILL);
    while (await(&child)) {}
  }
  return count;
}

static void nothing(void *context) { (void)context; }

int64_t count_instructions(void (*operation)(void *), void *context) {
  int64_t around = count_all(nothing, NULL);
  if (around < 0) return -1;
  int64_t count = count_all(operation, context);
  return count < around ? -1 : count - around;
}

#else

int64_t count_instructions(void (*operation)(void *), void *context) {
  (void)operation;
  (void)context;
  return -1;
}

#endif
