/// Flags of one libvirt call.
package protocol LibvirtFlags: OptionSet, Hashable, Sendable where RawValue == UInt32 {}

extension LibvirtFlags {
    init<C: RawRepresentable>(_ constant: C) where C.RawValue == UInt32 {
        self.init(rawValue: constant.rawValue)
    }
}
