import CLibvirt

/// Typed parameters by name, such as `vcpu.0.time`. The names are in libvirt's headers, beside each call.
package struct TypedParameters: Hashable, Sendable {
    package private(set) var values: [String: TypedValue] = [:]

    init(_ parameters: UnsafePointer<virTypedParameter>?, count: Int32) {
        for parameter in UnsafeBufferPointer(start: parameters, count: Int(count)) {
            values[Libvirt.text(of: parameter.field)] = TypedValue(parameter)
        }
    }

    package subscript(name: String) -> TypedValue? { values[name] }

    package func unsigned(_ name: String) -> UInt64? { values[name]?.unsigned }

    package func signed(_ name: String) -> Int64? { values[name]?.signed }

    package func text(_ name: String) -> String? { values[name]?.text }
}
