import Logic

/// Loads, stores and fetches as a whole: what the MMU lets through, and what caches, write buffer and memory make of
/// it. Byte order is little-endian.
public enum Transfer {
  /// What a load or a fetch returns, and how it ends: on every processor the same.
  ///
  /// - Parameter outcome: What the MMU says of the access, by a walk or through a TLB.
  @inlinable
  public static func read<S: Store>(
    _ k: S, _ access: Access<S.R>, _ outcome: AccessOutcome<S.R>
  ) -> (outcome: AccessOutcome<S.R>, value: S.R.Word) {
    let (virtual, physical) = (VirtualWord<S.R>(at: outcome.mva), PhysicalWord<S.R>(at: outcome.physicalAddress))
    let hit = S.R.ite(
      access.isFetch, S.R.word(Cache.hits(k, InstructionCache.self, outcome)),
      S.R.word(Cache.hits(k, DataCache.self, outcome)))
    var result = outcome
    result.status = S.R.ite(outcome.completes && hit == 0, bus(k, outcome, physical), outcome.status)
    let word = S.R.ite(
      hit != 0,
      S.R.ite(access.isFetch, k[InstructionCacheWords.value, virtual], k[DataCacheWords.value, virtual]),
      Bus.read(k, physical))
    return (result, S.R.ite(result.completes, Lane.read(word, access), 0))
  }

  /// A store, and how it ends. A store that does not go ahead changes nothing.
  ///
  /// A hit in a write-back region stays in the cache. Everything else goes to memory: through the write buffer where
  /// the region is cacheable or bufferable, at once where it is neither (ARM ARM, B6.2 and B4.4).
  @inlinable
  public static func write<S: Store>(
    _ k: inout S, _ access: Access<S.R>, _ value: S.R.Word, _ outcome: AccessOutcome<S.R>, _ profile: Profile
  ) -> AccessOutcome<S.R> {
    let (virtual, physical) = (VirtualWord<S.R>(at: outcome.mva), PhysicalWord<S.R>(at: outcome.physicalAddress))
    let line = VirtualLine<S.R>(at: outcome.mva)
    let hit = Cache.hits(k, DataCache.self, outcome)
    let staysInCache =
      hit
      && (profile.writesThrough ? outcome.attributes.contains(.bufferable) : true)
    var result = outcome
    result.status = S.R.ite(outcome.completes && !staysInCache, bus(k, outcome, physical), outcome.status)
    k.when(result.completes) { k in
      let old = S.R.ite(hit, k[DataCacheWords.value, virtual], Bus.read(k, physical))
      let new = Lane.write(value, into: old, access)
      k.when(hit) { $0[DataCacheWords.value, virtual] = new }
      k.when(staysInCache) {
        $0[DataCache.isDirty, line] = 1
      } else: { k in
        k.when(outcome.attributes == .none) {
          Bus.write(&$0, physical, new)
        } else: {
          Bus.buffer(&$0, physical, new)
        }
      }
    }
    return result
  }

  /// The status after the bus: an external abort where nothing answers.
  @inlinable @inline(__always)
  static func bus<S: Store>(_ k: S, _ outcome: AccessOutcome<S.R>, _ word: PhysicalWord<S.R>)
    -> Code<FaultStatus, S.R>
  {
    S.R.ite(
      k[PhysicalMemory.aborts, word] == 0, .completes,
      S.R.ite(
        outcome.isPage == 0, .externalOnSection,
        .externalOnPage))
  }
}

/// Bytes and halfwords in a word, little-endian (ARM ARM, A4.1.23 and A2.7).
public enum Lane {
  /// What a load returns of the word at the address: an unaligned word is rotated, so that the byte addressed is lowest;
  /// smaller values are shifted down, without their neighbours.
  @inlinable @inline(__always)
  public static func read<R: Reading>(_ word: R.Word, _ access: Access<R>) -> R.Word {
    let shift = shift(access)
    let rotated = R.ite(shift == 0, word, (word &>> shift) | (word &<< (32 &- shift)))
    return rotated & mask(access)
  }

  /// The word at the address after a store of the value's lowest bytes. Bits 1 and 0 of a word's address are ignored.
  @inlinable @inline(__always)
  public static func write<R: Reading>(_ value: R.Word, into word: R.Word, _ access: Access<R>) -> R.Word {
    let shift = R.ite(access.size == 4, 0, shift(access))
    let lane = mask(access) &<< shift
    return (word & ~lane) | ((value &<< shift) & lane)
  }

  /// Ones in as many low bytes as the access has.
  @inlinable @inline(__always)
  static func mask<R: Reading>(_ access: Access<R>) -> R.Word {
    R.ite(access.size == 1, 0xFF, R.ite(access.size == 2, 0xFFFF, 0xFFFF_FFFF))
  }

  /// How many bits the address is into its word.
  @inlinable @inline(__always)
  static func shift<R: Reading>(_ access: Access<R>) -> R.Word { (access.address & 3) &<< 3 }
}
