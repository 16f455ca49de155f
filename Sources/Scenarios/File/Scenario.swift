import Walkthrough

/// A sequence of operations from boot on, with what is expected of them.
public struct Scenario: Sendable, Equatable {
  /// How many objects there are.
  public var sizes: Platform.Sizes
  /// The steps, in their order.
  public var steps: [Step]
  /// What spaces are called.
  public var spaces: Names
  /// What threads are called.
  public var threads: Names

  public init(sizes: Platform.Sizes = Platform.Sizes(), operations: [ScenarioOperation] = []) {
    self.sizes = sizes
    steps = operations.map { Step($0) }
    spaces = Names("space", letter: "S")
    threads = Names("thread", letter: "T")
  }

  /// One operation, and what is expected of it.
  public struct Step: Sendable, Equatable {
    /// What is done.
    public var operation: ScenarioOperation
    /// The line of the file, from 1; nil for a step that comes from no file.
    public var line: Int?
    /// What must be true afterwards.
    public var expectations: [Expected] = []

    public init(_ operation: ScenarioOperation, line: Int? = nil) {
      self.operation = operation
      self.line = line
    }
  }

  /// An expectation, and where it stands.
  public struct Expected: Sendable, Equatable {
    public var expectation: Expectation
    public var line: Int
    public var column: Int
  }
}

/// What is wrong in a scenario's file, and where.
public typealias ScenarioFileError = MemorySystemFileError

extension Scenario {
  /// The scenario that a file describes.
  ///
  /// - Throws: ``ScenarioFileError`` for the first thing that makes no sense.
  public init(parsing bytes: [UInt8]) throws {
    self.init()
    var isFirst = true
    for line in try SourceText.lines(bytes) {
      try add(line, isFirst: isFirst)
      isFirst = false
    }
  }
}
