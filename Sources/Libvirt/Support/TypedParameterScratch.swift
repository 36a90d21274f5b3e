import CLibvirt

/// A parameter list that libvirt allocated, freed at the end of the call that asked for it.
struct TypedParameterScratch: ~Copyable {
    var pointer: UnsafeMutablePointer<virTypedParameter>?
    var count: Int32 = 0

    deinit {
        virTypedParamsFree(pointer, count)
    }

    borrowing func copy() -> TypedParameters {
        TypedParameters(pointer, count: count)
    }
}
