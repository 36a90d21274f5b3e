import APISchema
import Compute
import WireJSON

/// An object whose keys are attributes and custom properties.
struct CreateImageBody: WireBody {
    var document = JSONObject()

    static let schema = Schema<Self>(
        field: Field<Self> { (value, _) throws(SchemaFailure) in
            guard let object = value.object else { throw SchemaFailure("It is not of type 'object'") }
            return CreateImageBody(document: object)
        })

    /// - Parameter isAdmin: may give the image to another project.
    func new(owner: ProjectID, isAdmin: Bool) throws(ComputeError) -> NewImage {
        var image = NewImage(owner: owner)
        for member in document.members {
            switch (member.key, member.value) {
            case ("id", let value): image.id = ImageID(try Self.text(.uuid, value, "id"))
            case ("owner", .null): continue
            case ("owner", let value) where isAdmin || value.text == owner.text:
                image.owner = ProjectID(try Self.text(.projectID, value, "owner"))
            case (let name, let value):
                try ImageFields.checkWritable(name)
                try ImageFields.set(name, to: value, in: &image.attributes)
            }
        }
        return image
    }

    private static func text(
        _ field: Field<String>, _ value: JSONValue, _ name: String
    ) throws(ComputeError) -> String {
        do throws(SchemaFailure) {
            return try field.decode(value, .v2_1).lowercased()
        } catch {
            throw .invalid(error, in: name)
        }
    }
}
