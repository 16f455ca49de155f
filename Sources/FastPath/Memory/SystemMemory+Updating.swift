import ARMSemantics
import Logic
import Model

extension SystemMemory {
  /// Replaces a field in every record at once; of a sparse table, in every listed record. Records that are zero then
  /// leave the list.
  @inlinable @inline(__always)
  public mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, Native>) -> UInt32
  ) {
    switch T.Key.number {
    case PhysicalWordKind.number:
      update(Counter.words, wordList) { memory, place in
        let record = memory.words + Int(place) &* 4
        record[field.word] = new(memory, Ref(memory.physicalWord(at: place)))
        let isZero = record[0] | record[1] | record[2] | record[3] == 0
        if isZero { memory.wordIsListed[Int(place)] = 0 }
        return !isZero
      }
    case DirectoryEntryKind.number:
      update(Counter.entries, entryList) { memory, i in
        let record = memory.entries + Int(i) &* 4
        record[field.word] = new(memory, Ref(i))
        let isZero = record[0] | record[1] | record[2] == 0
        if isZero { record[3] = 0 }
        return !isZero
      }
    case GrantKind.number:
      update(Counter.grants, grantList) { memory, i in
        let record = memory.grants + Int(i) &* 2
        record[0] = new(memory, Ref(i))
        if record[0] == 0 { record[1] = 0 }
        return record[0] != 0
      }
    case VirtualLineKind.number:
      for place in 0..<Int(counters[Counter.lines]) {
        let line = orderedLine(place)
        write(field.column, line, 0, new(self, Ref(line)))
      }
    case VirtualWordKind.number:
      for place in 0..<Int(counters[Counter.lines]) {
        let line = orderedLine(place)
        for n in 0..<Granule.wordsPerLine {
          let i = line &* Granule.wordsPerLine &+ n
          write(field.column, i, 0, new(self, Ref(i)))
        }
      }
    default:
      var i: UInt32 = 0
      while i < count(T.Key.self) {
        write(field.column, i, 0, new(self, Ref(i)))
        i &+= 1
      }
    }
  }

  /// Visits everything on a list, and keeps on it what `body` says.
  @inlinable @inline(__always)
  func update(_ counter: Int, _ list: UnsafeMutablePointer<UInt32>, _ body: (Self, UInt32) -> Bool) {
    var kept = 0
    for place in 0..<Int(counters[counter]) {
      let i = list[place]
      guard body(self, i) else { continue }
      list[kept] = i
      kept &+= 1
    }
    counters[counter] = UInt32(kept)
  }

  /// Runs a sweep over the listed objects.
  ///
  /// Requires: no step adds a line.
  @inlinable @inline(__always)
  public mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self {
    if Pass.K.number == VirtualLineKind.number {
      var place = Int(counters[Counter.lines])
      while place > 0 {
        place &-= 1
        sweep.step(&self, Ref(orderedLine(place)))
      }
    } else {
      run(sweep, over: listedObjects(ofKind: Pass.K.number))
    }
  }

  @inlinable @inline(__always)
  public func first<K: Kind>(
    _ kind: K.Type, where condition: @escaping (Self, Ref<K, Native>) -> Bool,
    by key: @escaping (Self, Ref<K, Native>) -> (major: UInt32, minor: UInt32)
  ) -> Ref<K, Native> {
    K.isSparse
      ? first(among: listedObjects(ofKind: K.number), where: condition, by: key)
      : first(among: 0..<count(kind), where: condition, by: key)
  }

  /// The objects of a sparse kind whose records may be other than zero, in the order of their indices.
  @inlinable
  public func listedObjects(ofKind kind: Int) -> [UInt32] {
    func list(_ list: UnsafeMutablePointer<UInt32>, _ counter: Int) -> [UInt32] {
      (0..<Int(counters[counter])).map { list[$0] }
    }
    switch kind {
    case PhysicalWordKind.number: return list(wordList, Counter.words).map { physicalWord(at: $0) }.sorted()
    case DirectoryEntryKind.number: return list(entryList, Counter.entries).sorted()
    case GrantKind.number: return list(grantList, Counter.grants).sorted()
    case VirtualLineKind.number: return listedLines
    case VirtualWordKind.number:
      return listedLines.flatMap { line in (0..<Granule.wordsPerLine).map { line * Granule.wordsPerLine + $0 } }
    default: preconditionFailure("kind \(kind) is not sparse")
    }
  }
}

extension SystemMemory {
  /// The word of a column, by the number of its table and its description; `j` is ignored for a field that is no array.
  ///
  /// Requires: `i` is an object, and `j` is below the array's length.
  public subscript(table: Int, shift: UInt32, column: ColumnDescription, i: UInt32, j: UInt32) -> UInt32 {
    get { word(table: table, shift: shift, word: column.word, stride: column.stride, i, j) }
    set { set(table: table, shift: shift, word: column.word, stride: column.stride, i, j, to: newValue) }
  }

  /// The words of the dense tables, as an `Image` of the same sizes has them.
  public var denseWords: UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: tables.assumingMemoryBound(to: UInt32.self), count: Int(tablesSize / 4))
  }

  /// Takes over a state whose words of physical memory are all in the RAM.
  ///
  /// Requires: nothing has been written yet.
  public mutating func load(_ image: Image) {
    image.words.withUnsafeBytes { bytes in
      precondition(bytes.count == Int(tablesSize), "the image is one of other sizes")
      bytes.baseAddress.map { tables.copyMemory(from: $0, byteCount: bytes.count) }
    }
    for (number, table) in image.schema.tables.enumerated() where image.schema.kinds[table.key].isSparse {
      for i in image.listedObjects(ofKind: table.key) {
        for column in table.columns { self[number, table.shift, column, i, 0] = image[number, column, i, 0] }
      }
    }
  }

  /// The whole state as an image. Words outside of the RAM are not listed: there they don't abort.
  public func image(_ schema: Schema, _ plan: SystemPlan) -> Image {
    var image = Image(schema, counts: plan.layout.counts)
    image.words.withUnsafeMutableBytes {
      $0.baseAddress.map { $0.copyMemory(from: tables, byteCount: Int(tablesSize)) }
    }
    for (number, table) in schema.tables.enumerated() where schema.kinds[table.key].isSparse {
      for i in listedObjects(ofKind: table.key) {
        for column in table.columns { image[number, column, i, 0] = self[number, table.shift, column, i, 0] }
      }
    }
    return image
  }
}
