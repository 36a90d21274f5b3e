import APISchema
import Compute
import WireJSON

/// The value of the action `lock` once it may have a reason.
struct LockBody: WireBody {
    var reason: String?

    static let schema = Schema<Self>([.optional("locked_reason", \.reason, .text(1...255))], nullable: true)
}

/// The value of an action that takes null and nothing else.
struct NullBody: WireBody {
    static let schema = Schema<Self>(
        field: Field<JSONValue>.any.check("It must be null") { $0.isNull }.map { _ in NullBody() })
}

/// The value of the action `rescue`.
struct RescueBody: WireBody {
    var adminPassword: String?
    var image: String?

    static let schema = Schema<Self>(
        [
            .optional("adminPass", \.adminPassword, Field<String>.text().secret),
            .optional("rescue_image_ref", \.image, .uuid),
        ], nullable: true)
}

/// The value of the action `os-resetState`.
struct ResetStateBody: WireBody {
    var state = VMState.active

    static let schema = Schema<Self>([
        .required("state", \.state, Field<String>.choice("active", "error").map { $0 == "error" ? .error : .active })
    ])
}
