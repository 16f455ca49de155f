import Logic

/// One path through a property, with everything that it asks to be proved.
struct ExploredPath {
  let context: Context
  let trial: SymbolicTrial

  /// The branches of the path, in words.
  var trace: [Context.Step] { context.trace }
}

/// Runs a property once for every path through it, by running it again and again with longer lists of decisions.
///
/// - Returns: The paths; nil when `isInterrupted` says so before all are known.
/// - Throws: ``CheckerError/tooManyPaths(_:)`` when there are more than `limit` paths.
func explorePaths<P: Property>(
  _ property: P, arena: TermArena, mutation: Mutation?, limit: Int = 5000, isInterrupted: () -> Bool = { false },
  ask: ((_ context: Context, _ known: [Term], _ condition: Term) -> Bool?)? = nil
) throws -> [ExploredPath]? {
  var paths: [ExploredPath] = []
  var pending: [[Bool]] = [[]]
  while let prefix = pending.popLast() {
    if isInterrupted() { return nil }
    guard paths.count < limit else { throw CheckerError.tooManyPaths(limit) }
    let context = Context(
      arena: arena, schema: property.schema, prefix: prefix, checksMemory: property.checksMemory)
    context.ask = ask
    var trial = SymbolicTrial(context, mutation: mutation)
    property.run(&trial)
    paths.append(ExploredPath(context: context, trial: trial))
    pending += context.alternatives
  }
  return paths
}
