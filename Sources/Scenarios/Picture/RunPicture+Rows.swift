import ARMSemantics
import Checker
import Logic
import Model

extension RunPicture {
  private typealias Cell = PictureRow.Cell

  /// What is drawn, from what user code sees down to what hardware holds. What never changes is left out.
  var groups: [PictureGroup] {
    [
      PictureGroup("", [runningSpace, userCode]),
      PictureGroup("the ideal: whose mapping the running space should see", idealRows),
      PictureGroup("", [aborts, flushes]),
      PictureGroup("domains by owner; pale while the DACR closes them to the running space", domainRows),
      PictureGroup("section bitmaps: what is cleared when the domain is recycled", bitmapRows),
      PictureGroup("caching page directory: whose entry, and its domain", directoryRows),
      PictureGroup("data TLB: whose entry, and its domain", entryRows(.data)),
      PictureGroup("instruction TLB: whose entry, and its domain", entryRows(.instruction)),
      PictureGroup("data cache: whose line", lineRows(.data)),
      PictureGroup("instruction cache: whose line", lineRows(.instruction)),
    ].compactMap { $0 }
  }

  /// The spaces that rows are coloured by.
  var shownSpaces: [UInt32] {
    Set(groups.flatMap(\.rows).flatMap(\.columns).joined().compactMap(\.owner)).sorted()
  }

  private func bars(_ label: String, _ cell: (Snapshot) -> Cell?) -> PictureRow {
    PictureRow(label, bars: moments.map { cell($0.snapshot) })
  }

  private var runningSpace: PictureRow {
    bars("running space") { state in
      state.space.map { Cell(text: name($0), owner: $0, title: "\(name($0)) runs") }
    }
  }

  private var userCode: PictureRow {
    PictureRow(
      "user code sees",
      marks: moments.map { moment in
        if moment.report.stop != nil, let flaw {
          return [Cell(text: flaw.short, style: .violation, title: flaw.sentence)]
        }
        guard case .access(let access) = moment.operation else { return [] }
        let text =
          switch moment.outcome.result {
          case .completed(let value): access.kind == .write ? "stored" : hexadecimal(value)
          case .faulted(let action): AbortAction.names[action] ?? "fault"
          default: moment.report.result
          }
        return [Cell(text: text, style: .plain, title: moment.report.result)]
      })
  }

  private var idealRows: [PictureRow] {
    addresses.map { address in
      bars(hexadecimal(address)) { state in
        guard let right = state.ideal[address] else {
          return Cell(text: "no access", style: .plain, title: "the ideal has a fault")
        }
        let rights = right.isWritable ? "" : ", r"
        let way = right.isWindow ? ", through a window" : ""
        return Cell(
          text: name(right.owner) + rights, owner: right.owner, title: "\(name(right.owner))'s mapping\(way)\(rights)")
      }
    }
  }

  private var aborts: PictureRow {
    PictureRow(
      "aborts",
      marks: moments.map { moment in
        guard let last = moment.outcome.aborts.last else { return [] }
        let count = moment.outcome.aborts.count
        let kind = ["translation", "domain", "permission"].first {
          FaultStatus.names[last.status]?.contains($0) == true
        }
        let isRepaired = moment.outcome.aborts.allSatisfy { $0.action == .retry }
        let title = moment.outcome.aborts.map { abort in
          let end = abort.action == .retry ? "repaired" : AbortAction.names[abort.action] ?? "?"
          return "\(FaultStatus.names[abort.status] ?? "?") at \(hexadecimal(abort.address)): \(end)"
        }
        return [
          Cell(
            text: count > 1 ? "\(count) aborts" : kind ?? "abort", style: isRepaired ? .hollow : .mark,
            title: title.joined(separator: "; "))
        ]
      })
  }

  private var flushes: PictureRow {
    PictureRow(
      "flushes",
      marks: moments.map { moment in
        moment.events.map { event in
          let what = event.kind.isOfCaches ? "cache" : "TLB"
          let isPage = event.kind == .tlbPage || event.kind == .cachePage
          let back = event.writtenBack > 0 ? ", \(event.writtenBack) written back" : ""
          return Cell(
            text: what, style: event.gone > 0 ? .mark : .hollow,
            title: "flush of \(isPage ? "a page in " : "")the \(what)\(isPage ? "" : "s"): \(event.gone) gone\(back)")
        }
      })
  }

  private var domainRows: [PictureRow] {
    boot.owners.indices.reversed().compactMap { d -> PictureRow? in
      let domain = UInt32(d)
      if moments.allSatisfy({ $0.snapshot.owners[d] == boot.owners[d] }) { return nil }
      return bars("domain \(d)") { domainCell($0, domain) }
    }
  }

  private func domainCell(_ state: Snapshot, _ domain: UInt32) -> Cell? {
    guard let owner = state.owners[Int(domain)] else { return nil }
    let access = DACR.access(to: domain, in: state.dacr)
    let meant = DACR.access(to: domain, in: state.mask)
    let words = [DACR.noAccess: "no access", DACR.client: "client", DACR.manager: "manager"]
    let isSuspect = access != meant
    let manager = access == DACR.manager ? ", manager" : ""
    let says =
      "the DACR: \(words[access] ?? "reserved"), the mask of \(name(state.space)): \(words[meant] ?? "reserved")"
    let isDirty = DACR.access(to: domain, in: state.dirtyDomains) != 0
    return Cell(
      text: name(owner) + (isSuspect ? " ≠ mask" : manager),
      style: access == DACR.noAccess ? .pale : .solid, owner: owner, isDirty: isDirty, isSuspect: isSuspect,
      title: "domain \(domain) is \(name(owner))'s, \(isDirty ? "dirty" : "clean"); \(says)")
  }

  /// Whether the bitmap of a domain names a megabyte for which the table has no entry of the domain.
  private func isStale(_ state: Snapshot, _ domain: UInt32, _ megabyte: UInt32) -> Bool {
    let entry = FirstLevelDescriptor<Native>(state.directory[megabyte] ?? 0)
    return entry.isFault || entry.domain != domain
  }

  /// Bitmaps of domains that name, at some time, what isn't the domain's.
  private var bitmapRows: [PictureRow] {
    boot.bitmaps.indices.reversed().flatMap { d -> [PictureRow] in
      let domain = UInt32(d)
      let stale = moments.flatMap { m in m.snapshot.bitmaps[d].filter { isStale(m.snapshot, domain, $0) } }
      return Set(stale).sorted().map { megabyte in
        let address = hexadecimal(Megabyte<Native>(megabyte).address)
        return bars("\(d): \(address)") { state in
          guard state.bitmaps[d].contains(megabyte) else { return nil }
          let isStale = isStale(state, domain, megabyte)
          return Cell(
            text: isStale ? "stale bit" : "bit", style: .mark, isSuspect: isStale,
            title: "the bitmap of domain \(d) names \(address)\(isStale ? ", where no entry is the domain's" : "")")
        }
      }
    }
  }

  private var directoryRows: [PictureRow] {
    let megabytes = Set(moments.flatMap(\.snapshot.directory.keys)).sorted()
    return megabytes.filter { m in moments.contains { $0.snapshot.directory[m] != boot.directory[m] } }.map {
      megabyte in
      let address = hexadecimal(Megabyte<Native>(megabyte).address)
      return PictureRow(
        address,
        bars: moments.enumerated().map { n, moment in
          guard let word = moment.snapshot.directory[megabyte] else { return nil }
          let (entry, state) = (FirstLevelDescriptor<Native>(word), moment.snapshot)
          let owner = state.owners[Int(entry.domain)]
          let isCulprit = isLast(n) && flaw?.culprit == .directory(megabyte: megabyte)
          if entry.isFault {
            return Cell(
              text: "gap, tag \(entry.domain)", style: .gap, owner: owner, isCulprit: isCulprit,
              title: "a gap at \(address), tagged with domain \(entry.domain) of \(name(owner))")
          }
          return Cell(
            text: "\(name(owner)), \(entry.domain)", owner: owner, isCulprit: isCulprit,
            title: "\(name(owner))'s entry at \(address), domain \(entry.domain)")
        })
    }
  }

  private func isLast(_ column: Int) -> Bool { column == moments.count - 1 }

  private func entryRows(_ side: Side) -> [PictureRow] {
    let reaches = Set(moments.flatMap(\.snapshot.entries.keys)).filter { $0.side == side }
    return reaches.sorted { ($0.base, $0.mask) < ($1.base, $1.mask) }.map { reach in
      let size = reach.mask == MVA.inSection.mask ? "1M" : "\((reach.mask &+ 1) >> 10)K"
      return PictureRow(
        "\(hexadecimal(reach.base)) \(size)",
        bars: moments.enumerated().map { n, moment in
          guard let domain = moment.snapshot.entries[reach] else { return nil }
          let owner = moment.snapshot.owners[Int(domain)]
          return Cell(
            text: "\(name(owner)), \(domain)", owner: owner, isCulprit: isLast(n) && flaw?.culprit == .entry(reach),
            title: "a TLB entry of domain \(domain), \(name(owner))'s")
        })
    }
  }

  private func lineRows(_ side: Side) -> [PictureRow] {
    let places = Set(moments.flatMap(\.snapshot.lines.keys)).filter { $0.side == side }
    return places.sorted { $0.number < $1.number }.map { place in
      PictureRow(
        hexadecimal(Granule.address(ofLine: place.number)),
        bars: moments.enumerated().map { n, moment in
          guard let line = moment.snapshot.lines[place] else { return nil }
          return Cell(
            text: name(line.owner), owner: line.owner, isDirty: line.isDirty,
            isCulprit: isLast(n) && flaw?.culprit == .line(place),
            title:
              "a \(line.isDirty ? "dirty" : "clean") line of \(name(line.owner))'s frame \(hexadecimal(line.frame))")
        })
    }
  }
}
