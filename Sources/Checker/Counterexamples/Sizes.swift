import Logic

/// Numbers of objects to look for counterexamples with, from small to larger.
///
/// Kinds with a fixed number have that number. The others grow together, ahead of them the first kind that no state is
/// without.
func sizes(for schema: Schema) -> [[UInt32]] {
  let free = schema.kinds.indices.filter { schema.kinds[$0].least != schema.kinds[$0].most }
  let ahead = free.first { schema.kinds[$0].least > 0 } ?? free.first
  var found: [[UInt32]] = []
  for step in 0..<6 {
    for others in 0...min(step, 3) {
      var counts = schema.kinds.map(\.least)
      for kind in free {
        let extra = UInt32(kind == ahead ? step : others)
        counts[kind] = min(counts[kind] + extra, schema.kinds[kind].most)
      }
      if !found.contains(counts) { found.append(counts) }
    }
  }
  return found
}
