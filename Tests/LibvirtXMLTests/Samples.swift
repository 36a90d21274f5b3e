import Foundation
import LibvirtXML

/// Documents printed by libvirt 9.0.0 (QEMU 7.2), as they came.
func sample(_ name: String) throws -> String {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Samples")
    return try String(contentsOf: folder.appendingPathComponent(name + ".xml"), encoding: .utf8)
}

extension XMLDocument {
    /// The value after a way through text.
    func roundTripped() throws -> Self {
        try Self(xml: xml())
    }
}
