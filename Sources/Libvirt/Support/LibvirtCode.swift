/// A number of libvirt's with names for the values known today: an open struct, since libvirt adds values over time.
package protocol LibvirtCode: RawRepresentable, Hashable, Sendable where RawValue == Int32 {
    init(rawValue: Int32)
}

extension LibvirtCode {
    init<C: RawRepresentable>(_ constant: C) where C.RawValue == UInt32 {
        self.init(rawValue: Int32(bitPattern: constant.rawValue))
    }

    /// For the enums that hold a negative value, which C gives a signed type.
    init<C: RawRepresentable>(_ constant: C) where C.RawValue == Int32 {
        self.init(rawValue: constant.rawValue)
    }
}
