package import WireJSON

/// What the cloud's operator tells every guest, in `vendor_data.json` and below `static` in `vendor_data2.json`.
package struct VendorData: Sendable {
    let object: JSONObject

    package static let none = VendorData(JSONObject())

    package init(_ object: JSONObject) {
        self.object = object
    }
}
