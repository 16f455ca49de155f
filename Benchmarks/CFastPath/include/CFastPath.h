// The same fast paths as in Swift, written by hand in C on the same tables: what the Swift is measured against.

#ifndef C_FAST_PATH_H
#define C_FAST_PATH_H

#include <stdbool.h>
#include <stdint.h>

struct machine {
  uint32_t current, idle, space, domain, mask, capabilities, dirty_domains, utcb, kernel_memory;
  uint32_t kernel_mask, coprocessor_access, priority_summary, page_tables, unused[3];
};

// The registers of the system control coprocessor, where memory stands for it.
struct cp15 {
  uint32_t control, translation_table_base, dacr, fault_status, instruction_fault_status, fault_address, process_id;
  uint32_t unused;
};

struct tcb {
  uint32_t space, state, partner, priority, sent_from, resources, continuation, utcb, arrival;
  uint32_t saved_r0, saved_r1, saved_mr[6], user_sp, user_pc, user_cpsr, next, previous, send_head;
  uint32_t pager, unused[8], exception_handler, timeslice, remaining_ticks, more[5];
  uint32_t user_r0, user_r1, user_r2, user_mr[6], user_r9, user_r10, user_r11, user_r12, user_lr;
  uint32_t exception_number, exception_code, rest[8];
};

struct utcb {
  uint32_t acceptor, notify_mask, notify_bits, error_code, sender_space, unused[11], message[32], more[16];
};

struct space {
  uint32_t domain, mask, process_id, capabilities, vspace, is_in_use, maximum_priority, privileges;
};

struct capability_list {
  uint32_t size, unused;
  struct {
    uint32_t type, thread;
  } slots[1023];
};

// The tables, in the order of Swift's KernelMemory.
struct kernel {
  struct cp15 *cp15;
  struct machine *machine;
  struct tcb *tcbs;
  struct utcb *utcbs;
  struct space *spaces;
  struct capability_list *lists;
  uint32_t *domain_owners, *ready_heads, *priority_bitmap;
  uint32_t thread_count, space_count, list_count;
};

struct registers {
  uint32_t r0, r1, mr0, mr1, mr2, mr3, mr4, mr5;
};

// IPC call and reply-and-wait. False, with nothing changed, when the ordinary path must do it.
bool l4_c_fast_ipc(const struct kernel *kernel, struct registers *registers);

// A notification by capability, without a receive phase.
bool l4_c_fast_notify(const struct kernel *kernel, struct registers *registers);

// A SWI that the thread's exception handler is told of.
bool l4_c_fast_system_call(const struct kernel *kernel, struct registers *registers, uint32_t instruction);

// The answer to one.
bool l4_c_fast_answer(const struct kernel *kernel, struct registers *registers);

#endif
