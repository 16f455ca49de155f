import ARMSemantics
import FastPath
import Logic
import Model
import Randomness
import Scenarios

/// Arguments of the calls on spaces and mappings. What programs map is at a few megabytes, which no program touches: what
/// accesses find is tested elsewhere.
extension ProgramSource {
  mutating func newSpace() -> Registers {
    var new = changes()
    (new.mr4, new.mr5) = (list(), random.once(in: 3) ? .max : Platform.utcbs(of: new.r0))
    return new
  }

  mutating func space() -> UInt32 { random.below(Self.sizes.spaces + 1) }

  mutating func changes() -> Registers {
    Registers(
      r0: space(), r1: random.below(random.once(in: 16) ? 32 : 16), mr0: random.below(4),
      mr1: random.once(in: 32) ? Vspace.last + 1 : random.below(3),
      mr2: random.once(in: 16) ? random.below(4) : Privileges[.systemCalls], mr3: anyPriority())
  }

  mutating func move(_ k: SystemMemory) -> Registers {
    let space = space()
    let utcb = (Section.utcbs + space) << Section.shift | random.below(16) << UTCB.shift
    return Registers(r0: name(k), r1: space, mr0: random.once(in: 16) ? random.word() : utcb)
  }

  mutating func mapping() -> Registers {
    let items = [item(), item(), item()]
    let count = random.once(in: 16) ? random.below(MapControl<Image>.most + 2) : random.below(4)
    return Registers(
      r0: space(), r1: count, mr0: items[0].page, mr1: items[0].frame, mr2: items[1].page, mr3: items[1].frame,
      mr4: items[2].page, mr5: items[2].frame)
  }

  private mutating func item() -> MapItem<Native> {
    let operation = Code<MapOperation, Native>(random.below(MapOperation[.closeWindow] + 2))
    let size: Code<PageSize, Native> = random.pick([.small, .large, .section, .section, Code(13)])
    let isWindow = operation == .openWindow || operation == .closeWindow
    let start = random.once(in: 16) ? 0xF000_0000 : 0x1000_0000 | random.below(4) << Section.shift
    let frame = random.once(in: 16) ? Platform.kernelMemory : 0x2000_0000 | random.below(4) << Section.shift
    return MapItem(
      operation: operation, address: start | (size == .small ? random.below(2) << PageSize[.small] : 0),
      size: isWindow && !random.once(in: 16) ? .section : size, permissions: random.below(4),
      frame: operation == .openWindow ? MapItemField.address.holding(space()) : frame,
      attributes: Flags(random.word()))
  }
}
