import CLibvirt

/// One value of a typed parameter.
package enum TypedValue: Hashable, Sendable {
    case int(Int32)
    case uint(UInt32)
    case llong(Int64)
    case ullong(UInt64)
    case double(Double)
    case boolean(Bool)
    case string(String)

    /// Nil for a type this module doesn't know.
    init?(_ parameter: virTypedParameter) {
        switch UInt32(bitPattern: parameter.type) {
        case VIR_TYPED_PARAM_INT.rawValue: self = .int(parameter.value.i)
        case VIR_TYPED_PARAM_UINT.rawValue: self = .uint(parameter.value.ui)
        case VIR_TYPED_PARAM_LLONG.rawValue: self = .llong(parameter.value.l)
        case VIR_TYPED_PARAM_ULLONG.rawValue: self = .ullong(parameter.value.ul)
        case VIR_TYPED_PARAM_DOUBLE.rawValue: self = .double(parameter.value.d)
        case VIR_TYPED_PARAM_BOOLEAN.rawValue: self = .boolean(parameter.value.b != 0)
        case VIR_TYPED_PARAM_STRING.rawValue: self = .string(parameter.value.s.map { String(cString: $0) } ?? "")
        default: return nil
        }
    }

    /// The number, whichever integer type libvirt chose for it; nil when it isn't one or is negative.
    package var unsigned: UInt64? {
        switch self {
        case .int(let value): UInt64(exactly: value)
        case .uint(let value): UInt64(value)
        case .llong(let value): UInt64(exactly: value)
        case .ullong(let value): value
        case .double, .boolean, .string: nil
        }
    }

    package var signed: Int64? {
        switch self {
        case .int(let value): Int64(value)
        case .uint(let value): Int64(value)
        case .llong(let value): value
        case .ullong(let value): Int64(exactly: value)
        case .double, .boolean, .string: nil
        }
    }

    package var text: String? {
        if case .string(let value) = self { value } else { nil }
    }
}
