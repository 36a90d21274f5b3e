import CLibvirt
import FoundationEssentials
import Glibc

/// Turns libvirt's negative results into the thread's last error; gives others through.
@discardableResult
func check(_ result: Int32) throws(LibvirtError) -> Int32 {
    guard result >= 0 else { throw LibvirtError.last() }
    return result
}

/// Turns libvirt's NULL into the thread's last error.
func check<Pointer>(_ pointer: Pointer?) throws(LibvirtError) -> Pointer {
    guard let pointer else { throw LibvirtError.last() }
    return pointer
}

/// Copies a string that the caller of a libvirt function must free, and frees it.
func takeString(_ string: UnsafeMutablePointer<CChar>?) throws(LibvirtError) -> String {
    let string = try check(string)
    defer { free(string) }
    return String(cString: string)
}

/// Copies a string that belongs to a handle.
func copyString(_ string: UnsafePointer<CChar>?) throws(LibvirtError) -> String {
    String(cString: try check(string))
}

/// A fixed-size C array of characters, up to its first NUL.
func text<Field>(of field: Field) -> String {
    withUnsafeBytes(of: field) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}

/// Runs one of the `…ListAll…` calls; every handle of the array it allocates goes to `adopt`, one reference each.
func takeHandles<Handle>(
    adopting adopt: (OpaquePointer) -> Handle,
    _ call: (UnsafeMutablePointer<UnsafeMutablePointer<OpaquePointer?>?>) -> Int32
) throws(LibvirtError) -> [Handle] {
    var array: UnsafeMutablePointer<OpaquePointer?>?
    let count = try check(call(&array))
    defer { free(array) }
    return UnsafeBufferPointer(start: array, count: Int(count)).compactMap { $0.map(adopt) }
}

/// A UUID that `read` writes as sixteen raw bytes.
func takeUUID(_ read: (UnsafeMutablePointer<UInt8>) -> Int32) throws(LibvirtError) -> UUID {
    var bytes = [UInt8](repeating: 0, count: Int(VIR_UUID_BUFLEN))
    try check(read(&bytes))
    return uuid(from: bytes)
}

func uuid(from bytes: [UInt8]) -> UUID {
    var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    withUnsafeMutableBytes(of: &value) { $0.copyBytes(from: bytes.prefix(16)) }
    return UUID(uuid: value)
}

/// Lends a UUID as sixteen raw bytes to a lookup.
func withBytes<Result>(of uuid: UUID, _ body: (UnsafePointer<UInt8>) -> Result) -> Result {
    var bytes = withUnsafeBytes(of: uuid.uuid) { Array($0) }
    return body(&bytes)
}

/// Lends an array of strings as NUL-ended C strings.
func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    var pointers = copies.map { $0.map { UnsafePointer($0) } } + [nil]
    return body(&pointers)
}
