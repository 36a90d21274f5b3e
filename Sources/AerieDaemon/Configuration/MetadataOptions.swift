import FoundationEssentials
package import GuestData
import WireJSON

/// The metadata service, and what the operator has to tell guests.
package struct MetadataOptions: Sendable {
    private static let vendorDataLimit = 65_536

    package var isEnabled: Bool
    package var port: Int
    package var vendorData: VendorData

    init(_ config: SettingsReader) throws(SettingsError) {
        isEnabled = try config.isSet("enabled", default: true)
        port = try config.integer("port", in: 1...65535, default: 9697)
        vendorData = .none
        if let path = try config.text("vendorData") {
            guard let object = Self.object(at: path) else {
                throw config.refusal(
                    "vendorData", path, "a readable file with a JSON object of at most \(Self.vendorDataLimit) bytes")
            }
            vendorData = VendorData(object)
        }
    }

    private static func object(at path: String) -> JSONObject? {
        guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= vendorDataLimit else { return nil }
        return (try? JSONParser.parse(bytes))?.object
    }
}
