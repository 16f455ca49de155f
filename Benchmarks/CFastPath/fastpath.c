#include "CFastPath.h"

enum {
  NONE = 0xFFFFFFFF,
  ANY_PARTNER = 0xFFFFFFFE,
  ANY_THREAD = 0xFFFFFFFF,
  NIL_THREAD = 0xFFFFFFFC,
  NO_DOMAIN = 16,
  RUNNING = 2,
  READY = 3,
  WAITING_NOTIFY = 5,
  DELETED = 13,
  WAITING_FOREVER = 0xFFFFFFFF,
  USER_RETURN = 0,
  HANDLE_TYPE = 0xF0000000,
  REPLY_HANDLE = 0x80000000,
  CAPABILITY_IPC = 1,
  CAPABILITY_THREAD = 2,
  TAG_WORDS = 0x3F,
  TAG_UNCOMMON = 0x1FE0,
  TAG_NOTIFY = 1 << 13,
  TAG_RECEIVE_BLOCKS = 1 << 14,
  TAG_FLAGS = 0xF000,
  ACCEPTS_NOTIFICATIONS = 1 << 1,
  FIRST_IN_MEMORY = 6,
  TAG_NOTIFICATION = 1,
  TAG_ERROR = 1 << 15,
  NOT_ACCEPTED_IN_SEND = 5 << 1,
  EXCEPTION_IPC = 2,
  EXCEPTION_SYSTEM_CALL = 2,
  SYSTEM_CALL_WORDS = 13,
  SYSTEM_CALL_TAG = 0xFFB00000 | SYSTEM_CALL_WORDS,
  TAKEN_FLAGS = 0xF0000020,
  PID_SHIFT = 25,
};

static inline uint32_t highest_bit(uint32_t word) { return 31 - (uint32_t)__builtin_clz(word); }

static inline bool none_ready_above(const struct kernel *k, uint32_t priority) {
  uint32_t summary = k->machine->priority_summary;
  if (summary == 0) return true;
  uint32_t group = highest_bit(summary);
  return (group << 5 | highest_bit(k->priority_bitmap[group])) <= priority;
}

// The thread that a capability names for IPC; NONE when it is none.
static inline uint32_t capability_thread(const struct kernel *k, uint32_t name) {
  const struct capability_list *list = &k->lists[k->machine->capabilities];
  if (name >= list->size) return NONE;
  uint32_t type = list->slots[name].type;
  return type == CAPABILITY_IPC || type == CAPABILITY_THREAD ? list->slots[name].thread : NONE;
}

// Whether an open wait would have to wait.
static inline bool nothing_is_there(const struct kernel *k, uint32_t current) {
  const struct utcb *utcb = &k->utcbs[current];
  return k->tcbs[current].send_head == NONE &&
         !((utcb->notify_bits & utcb->notify_mask) && (utcb->acceptor & ACCEPTS_NOTIFICATIONS));
}

static inline bool has_domain(const struct kernel *k, uint32_t space) {
  return space != NONE && k->spaces[space].domain != NO_DOMAIN;
}

static inline void switch_to(const struct kernel *k, uint32_t thread) {
  struct machine *machine = k->machine;
  uint32_t number = k->tcbs[thread].space;
  const struct space *space = &k->spaces[number];
  uint32_t mask = space->mask;
  machine->current = thread;
  machine->utcb = k->tcbs[thread].utcb;
  machine->space = number;
  machine->domain = space->domain;
  machine->mask = mask;
  machine->capabilities = space->capabilities;
  machine->dirty_domains |= mask;
  k->cp15->dacr = mask;
  k->cp15->process_id = space->process_id << PID_SHIFT;
}

static inline void hand_over(const struct kernel *k, uint32_t current, uint32_t destination, uint32_t waits_for) {
  struct tcb *me = &k->tcbs[current], *partner = &k->tcbs[destination];
  me->state = WAITING_FOREVER;
  me->partner = waits_for;
  me->continuation = USER_RETURN;
  partner->state = RUNNING;
  partner->partner = NONE;
  switch_to(k, destination);
}

bool l4_c_fast_ipc(const struct kernel *k, struct registers *r) {
  struct machine *machine = k->machine;
  uint32_t current = machine->current, to = r->r0, from = r->r1, tag = r->mr0, destination;
  struct tcb *me = &k->tcbs[current], *partner;

  if ((to & HANDLE_TYPE) == REPLY_HANDLE) {
    destination = to & ~HANDLE_TYPE;
    if (destination >= k->thread_count) return false;
    partner = &k->tcbs[destination];
    if (partner->partner != current) return false;
  } else {
    destination = capability_thread(k, to);
    if (destination == NONE) return false;
    partner = &k->tcbs[destination];
    if (partner->partner != current && partner->partner != ANY_PARTNER) return false;
  }
  if (partner->state != WAITING_FOREVER) return false;
  if ((tag & (TAG_UNCOMMON | TAG_NOTIFY | TAG_RECEIVE_BLOCKS)) != TAG_RECEIVE_BLOCKS) return false;

  uint32_t waits_for;
  const struct utcb *my_utcb = &k->utcbs[current];
  if (to == from) {
    waits_for = destination;
  } else {
    if (from != ANY_THREAD || !nothing_is_there(k, current)) return false;
    waits_for = ANY_PARTNER;
  }

  if (me->resources | partner->resources) return false;
  if (!has_domain(k, partner->space) || !none_ready_above(k, partner->priority)) return false;

  struct utcb *its_utcb = &k->utcbs[destination];
  uint32_t handle = current | REPLY_HANDLE;
  its_utcb->sender_space = me->space;
  partner->sent_from = handle;
  hand_over(k, current, destination, waits_for);
  r->r0 = handle;
  r->r1 = 0;
  r->mr0 = tag & ~TAG_FLAGS;
  for (uint32_t i = FIRST_IN_MEMORY; i <= (tag & TAG_WORDS); i++) its_utcb->message[i] = my_utcb->message[i];
  return true;
}

// Puts a thread that is in no queue at the back of its ready queue, with the registers that it will find.
static inline void make_ready(const struct kernel *k, uint32_t thread, const struct registers *r) {
  struct tcb *t = &k->tcbs[thread];
  uint32_t priority = t->priority, head = k->ready_heads[priority];
  t->state = READY;
  t->continuation = USER_RETURN;
  t->saved_r0 = r->r0;
  t->saved_r1 = r->r1;
  t->saved_mr[0] = r->mr0;
  t->saved_mr[1] = r->mr1;
  t->saved_mr[2] = r->mr2;
  t->saved_mr[3] = r->mr3;
  t->saved_mr[4] = r->mr4;
  t->saved_mr[5] = r->mr5;
  if (head == NONE) {
    t->next = t->previous = thread;
    k->ready_heads[priority] = thread;
    k->priority_bitmap[priority >> 5] |= 1u << (priority & 31);
    k->machine->priority_summary |= 1u << (priority >> 5);
  } else {
    uint32_t last = k->tcbs[head].previous;
    t->next = head;
    t->previous = last;
    k->tcbs[last].next = thread;
    k->tcbs[head].previous = thread;
  }
}

bool l4_c_fast_notify(const struct kernel *k, struct registers *r) {
  uint32_t current = k->machine->current;
  struct tcb *me = &k->tcbs[current];
  if (!(r->mr0 & TAG_NOTIFY) || r->r1 != NIL_THREAD) return false;
  uint32_t receiver = capability_thread(k, r->r0);
  if (receiver == NONE || !none_ready_above(k, me->priority)) return false;
  struct tcb *its = &k->tcbs[receiver];
  struct utcb *utcb = &k->utcbs[receiver];
  struct registers done = {.r0 = NIL_THREAD};
  if (its->state == DELETED) return false;

  if (!(utcb->acceptor & ACCEPTS_NOTIFICATIONS)) {
    me->continuation = USER_RETURN;
    me->sent_from = NIL_THREAD;
    k->utcbs[current].error_code = NOT_ACCEPTED_IN_SEND;
    done.mr0 = TAG_ERROR;
    *r = done;
    return true;
  }
  uint32_t bits = utcb->notify_bits | r->mr1, mask = utcb->notify_mask;
  bool waits = its->state == WAITING_NOTIFY || (its->state == WAITING_FOREVER && its->partner == ANY_PARTNER);
  if (!waits || !(bits & mask)) {
    me->continuation = USER_RETURN;
    utcb->notify_bits = bits;
    *r = done;
    return true;
  }
  bool overtakes = its->priority > me->priority;
  if (overtakes && ((me->resources | its->resources) || !has_domain(k, its->space))) return false;

  struct registers delivered = {.r0 = NIL_THREAD, .mr0 = TAG_NOTIFICATION, .mr1 = bits & mask};
  utcb->notify_bits = bits & ~mask;
  its->partner = NONE;
  its->sent_from = NIL_THREAD;
  me->continuation = USER_RETURN;
  if (overtakes) {
    make_ready(k, current, &done);
    its->state = RUNNING;
    switch_to(k, receiver);
    *r = delivered;
  } else {
    make_ready(k, receiver, &delivered);
    *r = done;
  }
  return true;
}

bool l4_c_fast_system_call(const struct kernel *k, struct registers *r, uint32_t instruction) {
  uint32_t current = k->machine->current;
  struct tcb *me = &k->tcbs[current];
  uint32_t number = me->exception_handler;
  if (number == NONE) return false;
  struct tcb *handler = &k->tcbs[number];
  if (handler->partner != current && handler->partner != ANY_PARTNER) return false;
  if (handler->state != WAITING_FOREVER || (me->resources | handler->resources)) return false;
  if (!has_domain(k, handler->space) || !none_ready_above(k, handler->priority)) return false;

  uint32_t handle = current | REPLY_HANDLE;
  me->user_r0 = r->r0;
  me->user_r1 = r->r1;
  me->user_mr[0] = r->mr0;
  me->user_mr[1] = r->mr1;
  me->user_mr[2] = r->mr2;
  me->user_mr[3] = r->mr3;
  me->user_mr[4] = r->mr4;
  me->user_mr[5] = r->mr5;
  me->exception_number = EXCEPTION_SYSTEM_CALL;
  me->exception_code = instruction;
  me->resources = EXCEPTION_IPC;
  struct utcb *utcb = &k->utcbs[number];
  utcb->sender_space = me->space;
  handler->sent_from = handle;
  utcb->message[6] = r->r1;
  utcb->message[7] = me->user_r2;
  utcb->message[8] = r->mr0;
  utcb->message[9] = me->user_pc;
  utcb->message[10] = me->user_sp;
  utcb->message[11] = me->user_lr;
  utcb->message[12] = instruction;
  utcb->message[13] = me->user_cpsr;
  hand_over(k, current, number, number);
  r->mr5 = r->r0;
  r->r0 = handle;
  r->r1 = 0;
  r->mr0 = SYSTEM_CALL_TAG;
  return true;
}

bool l4_c_fast_answer(const struct kernel *k, struct registers *r) {
  uint32_t current = k->machine->current, thread = r->r0 & ~HANDLE_TYPE;
  if ((r->r0 & HANDLE_TYPE) != REPLY_HANDLE || thread >= k->thread_count) return false;
  struct tcb *its = &k->tcbs[thread];
  if (its->partner != current || its->state != WAITING_FOREVER) return false;
  if ((r->mr0 & (TAG_WORDS | TAG_UNCOMMON | TAG_NOTIFY | TAG_RECEIVE_BLOCKS)) !=
      (SYSTEM_CALL_WORDS | TAG_RECEIVE_BLOCKS))
    return false;
  if (r->r1 != ANY_THREAD || !nothing_is_there(k, current)) return false;
  if (k->tcbs[current].resources || its->resources != EXCEPTION_IPC) return false;
  if (its->exception_number != EXCEPTION_SYSTEM_CALL) return false;
  if (!has_domain(k, its->space) || !none_ready_above(k, its->priority)) return false;

  its->resources = 0;
  hand_over(k, current, thread, ANY_PARTNER);
  const uint32_t *message = k->utcbs[current].message;
  its->user_r2 = message[7];
  its->user_pc = message[9];
  its->user_sp = message[10];
  its->user_lr = message[11];
  its->user_cpsr = (its->user_cpsr & ~TAKEN_FLAGS) | (message[13] & TAKEN_FLAGS);
  r->r0 = r->mr5;
  r->r1 = message[6];
  r->mr0 = message[8];
  r->mr5 = its->user_mr[5];
  return true;
}
