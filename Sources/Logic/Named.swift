/// Something that is told from others of its list by its name.
public protocol Named {
  /// What it is, as a noun.
  static var noun: String { get }
  /// A name, unique within its list.
  var name: String { get }
}

extension Claim: Named {
  public static var noun: String { "claim" }
}

extension Array where Element: Named {
  /// The elements of these names, in the order of the list.
  ///
  /// Requires: there is an element of each name, and none of the list shares its name with another. A conclusion must not
  /// lose a claim with a letter of its name.
  public func only(_ names: Set<String>) -> [Element] {
    requireDistinct(names)
    return filter { names.contains($0.name) }
  }

  /// All elements but those of these names.
  ///
  /// Requires: what ``only(_:)`` does.
  public func except(_ names: Set<String>) -> [Element] {
    requireDistinct(names)
    return filter { !names.contains($0.name) }
  }

  private func requireDistinct(_ names: Set<String>) {
    let sentence = confusion(about: names)
    precondition(sentence == nil, sentence ?? "")
  }

  /// Why the names don't tell what is meant; nil if they do.
  func confusion(about names: Set<String>) -> String? {
    var known: Set<String> = []
    for element in self where !known.insert(element.name).inserted {
      return "two of these are called “\(element.name)”, and each \(Element.noun) has a name of its own"
    }
    return names.subtracting(known).min().map { "no \(Element.noun) is called “\($0)”" }
  }
}
