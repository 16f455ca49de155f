import Checker
import Dispatch
import Foundation
import Synchronization

/// Ends a run when the user or the system asks for it.
final class Interruption {
  private final class Signals: Sendable {
    let first = Mutex<Int32?>(nil)
  }

  private let signals = Signals()
  private var sources: [any DispatchSourceSignal] = []

  /// Listens from now on for Ctrl-C, and for a request to terminate.
  init(stopping runner: Runner) {
    for number in [SIGINT, SIGTERM] {
      // Otherwise the signal would end the process before its source hears of it.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [signals] in
        let isSecond = signals.first.withLock { first in
          defer { first = first ?? number }
          return first != nil
        }
        // Somebody who asks twice doesn't want to wait.
        if isSecond { exit(128 + number) }
        runner.interrupt()
      }
      source.resume()
      sources.append(source)
    }
  }

  /// The first signal that came.
  var received: Int32? { signals.first.withLock { $0 } }
}
