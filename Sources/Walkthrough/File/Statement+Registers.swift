import ARMSemantics
import Logic

/// Bits of the control register by the letters that the manuals give them.
enum ControlLetters {
  static let all: KeyValuePairs<String, Bits> = [
    "M": Control.mmu, "A": Control.alignment, "C": Control.dataCache, "S": Control.system, "R": Control.rom,
    "I": Control.instructionCache,
  ]
}

/// What the DACR says of a domain, in words.
enum DomainAccess {
  static let names: KeyValuePairs<String, UInt32> = [
    "no-access": DACR.noAccess, "client": DACR.client, "reserved": DACR.reserved, "manager": DACR.manager,
  ]

  /// The number of domains less one.
  static let lastDomain = FirstLevel.domain.mask >> FirstLevel.domain.low

  /// What a field of the DACR says, for a reader.
  static func description(_ access: UInt32) -> String { access == DACR.noAccess ? "no access" : name(access) }

  /// The word for a field of the DACR, in a file.
  static func name(_ access: UInt32) -> String {
    guard let name = names.first(where: { $0.value == access })?.key else {
      preconditionFailure("\(access) is more than a field of the DACR holds")
    }
    return name
  }
}

extension SourceLine {
  /// Letters of the bits that are set, or a number.
  mutating func control() throws -> UInt32 {
    if nextIsNumber { return try number("the control register") }
    var value: UInt32 = 0
    repeat {
      let place = column
      let bit = try choice("letter of the control register", ControlLetters.all)
      if bit.isSet(in: value) { throw error(at: place, "the letter is given twice") }
      value |= bit.mask
    } while !isEmpty
    return value
  }

  /// `DOMAIN=ACCESS…`, all other domains without access; or a number.
  mutating func domainAccess() throws -> UInt32 {
    var (value, given): (UInt32, Set<UInt32>) = (0, [])
    repeat {
      let place = column
      let first = try number("the DACR, or a domain with its access, such as 3=client,")
      if given.isEmpty, isEmpty { return first }
      guard first <= DomainAccess.lastDomain else {
        throw error(at: place, "\(first) is no domain; expected 0 to \(DomainAccess.lastDomain)")
      }
      if !given.insert(first).inserted { throw error(at: place, "domain \(first) is given twice") }
      try require("=", before: "the domain's access")
      value |= try choice("access of a domain", DomainAccess.names) << (2 * first)
    } while !isEmpty
    return value
  }

  /// `[read|write|fetch] [1|2|4] [user|privileged] ADDRESS`
  mutating func access() throws -> Access<Native> {
    var access = Access<Native>(address: 0, kind: .read, size: 4, isPrivileged: false)
    for (kind, name) in AccessKind.names where take(name) { access.kind = kind }
    if nextIsNumber, !isLastWord {
      let place = column
      access.size = try number("a number of bytes")
      guard [1, 2, 4].contains(access.size) else {
        throw error(at: place, "\(access.size) is no number of bytes; expected 1, 2 or 4")
      }
    }
    access.isPrivileged = take("privileged")
    if !access.isPrivileged { _ = take("user") }
    access.address = try number("a virtual address")
    return access
  }
}
