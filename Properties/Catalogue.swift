import Checker

/// Everything that is claimed.
public let properties: [any Property] = [
  CallRefinesModel(),
  ReplyAndWaitRefinesModel(),
  IPCPreservesInvariant(),
  IPCKeepsArrivalOrder(),
  RestartPreservesInvariant(),
  YieldPreservesInvariant(),
  UnwindPreservesInvariant(),
  InvariantAtBoot(),
  MessageArrivesWhole(),
  ErrorsLeavePartnerUntouched(),
  NoReadyThreadBypassed(),
  NoThreadLost(),
  FirstSenderFirst(),
]
