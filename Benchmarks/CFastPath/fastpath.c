#include "CFastPath.h"

enum {
  NONE = 0xFFFFFFFF,
  ANY_PARTNER = 0xFFFFFFFE,
  ANY_THREAD = 0xFFFFFFFF,
  NO_DOMAIN = 16,
  RUNNING = 2,
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
  PID_SHIFT = 25,
};

static inline uint32_t highest_bit(uint32_t word) { return 31 - (uint32_t)__builtin_clz(word); }

static inline bool none_ready_above(const struct kernel *k, uint32_t priority) {
  uint32_t summary = k->machine->priority_summary;
  if (summary == 0) return true;
  uint32_t group = highest_bit(summary);
  return (group << 5 | highest_bit(k->priority_bitmap[group])) <= priority;
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
    const struct capability_list *list = &k->lists[machine->capabilities];
    if (to >= list->size) return false;
    uint32_t type = list->slots[to].type;
    if (type != CAPABILITY_IPC && type != CAPABILITY_THREAD) return false;
    destination = list->slots[to].thread;
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
    if (from != ANY_THREAD || me->send_head != NONE) return false;
    if ((my_utcb->notify_bits & my_utcb->notify_mask) && (my_utcb->acceptor & ACCEPTS_NOTIFICATIONS)) return false;
    waits_for = ANY_PARTNER;
  }

  if (me->resources | partner->resources) return false;
  uint32_t space_number = partner->space;
  if (space_number == NONE) return false;
  const struct space *space = &k->spaces[space_number];
  if (space->domain == NO_DOMAIN || !none_ready_above(k, partner->priority)) return false;

  struct utcb *its_utcb = &k->utcbs[destination];
  uint32_t handle = current | REPLY_HANDLE;
  its_utcb->sender_space = me->space;
  me->state = WAITING_FOREVER;
  me->partner = waits_for;
  me->continuation = USER_RETURN;
  partner->state = RUNNING;
  partner->partner = NONE;
  partner->sent_from = handle;

  uint32_t mask = space->mask;
  machine->current = destination;
  machine->utcb = partner->utcb;
  machine->space = space_number;
  machine->domain = space->domain;
  machine->mask = mask;
  machine->capabilities = space->capabilities;
  machine->dirty_domains |= mask;
  k->cp15->dacr = mask;
  k->cp15->process_id = space->process_id << PID_SHIFT;

  r->r0 = handle;
  r->r1 = 0;
  r->mr0 = tag & ~TAG_FLAGS;
  for (uint32_t i = FIRST_IN_MEMORY; i <= (tag & TAG_WORDS); i++) its_utcb->message[i] = my_utcb->message[i];
  return true;
}
