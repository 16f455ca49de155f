import Checker
import Foundation
import Synchronization

/// Ends a run when the user or the system asks for it.
package final class Interruption: Sendable {
  private let first = Mutex<Int32?>(nil)

  /// Listens from now on for Ctrl-C, and for a request to terminate. Must come before the run's threads, which take
  /// over what this one blocks.
  package convenience init(stopping runner: Runner) { self.init { runner.interrupt() } }

  /// - Parameter stop: What ends the run; it may take a while.
  package init(_ stop: @escaping @Sendable () -> Void) {
    // Z3 puts a handler of its own in place while it works. A signal that is blocked in all threads never reaches it.
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    sigaddset(&set, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &set, nil)
    let listener = Thread { [self, set] in
      var set = set
      var number: Int32 = 0
      while sigwait(&set, &number) == 0 {
        // Somebody who asks twice doesn't want to wait.
        if received != nil { exit(128 + number) }
        first.withLock { $0 = number }
        // The interruption may take a while, and a second signal must not wait for it.
        Thread.detachNewThread { stop() }
      }
    }
    listener.start()
  }

  /// The first signal that came.
  package var received: Int32? { first.withLock { $0 } }
}
