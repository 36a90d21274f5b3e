package import APISchema
package import Identity

// Operations that take neither a query nor a body.
extension Verb {
    /// Answers the record that the closure returns, through a view.
    package func callAsFunction<Shown: Sendable>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<NoBody, NoQuery>? = nil, success: SuccessStatus? = nil,
        view: View<Shown>, location: (@Sendable (Shown, LinkBase) -> String)? = nil,
        _ perform: @escaping Handler<NoBody, NoQuery, Shown>
    ) -> Endpoint {
        operation(path, rule, versions, owner, success, NoBody.schema, query).showing(view, location, perform)
    }

    /// Answers a page of records.
    package func callAsFunction<Shown: Sendable>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<NoBody, NoQuery>? = nil, success: SuccessStatus? = nil,
        list: ListView<Shown>,
        _ perform: @escaping Handler<NoBody, NoQuery, Paged<Shown>>
    ) -> Endpoint {
        operation(path, rule, versions, owner, success, NoBody.schema, query).listing(list, perform)
    }

    /// Answers without a body.
    package func callAsFunction(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<NoBody, NoQuery>? = nil, success: SuccessStatus? = nil,
        _ perform: @escaping Handler<NoBody, NoQuery, Void>
    ) -> Endpoint {
        operation(path, rule, versions, owner, success, NoBody.schema, query).doing(perform)
    }

    /// The closure decides about the answer.
    package func callAsFunction(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<NoBody, NoQuery>? = nil, success: SuccessStatus? = nil,
        _ perform: @escaping Handler<NoBody, NoQuery, Answer>
    ) -> Endpoint {
        operation(path, rule, versions, owner, success, NoBody.schema, query).endpoint(perform)
    }
}

// Operations that take a query.
extension Verb {
    /// Answers the record that the closure returns, through a view.
    package func callAsFunction<Shown: Sendable, Query: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<NoBody, Query>? = nil, query: QuerySchema<Query>, success: SuccessStatus? = nil,
        view: View<Shown>, location: (@Sendable (Shown, LinkBase) -> String)? = nil,
        _ perform: @escaping Handler<NoBody, Query, Shown>
    ) -> Endpoint {
        operation(path, rule, versions, owner, success, NoBody.schema, query).showing(view, location, perform)
    }

    /// Answers a page of records.
    package func callAsFunction<Shown: Sendable, Query: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<NoBody, Query>? = nil, query: QuerySchema<Query>, success: SuccessStatus? = nil,
        list: ListView<Shown>,
        _ perform: @escaping Handler<NoBody, Query, Paged<Shown>>
    ) -> Endpoint {
        operation(path, rule, versions, owner, success, NoBody.schema, query).listing(list, perform)
    }

    /// Answers without a body.
    package func callAsFunction<Query: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<NoBody, Query>? = nil, query: QuerySchema<Query>, success: SuccessStatus? = nil,
        _ perform: @escaping Handler<NoBody, Query, Void>
    ) -> Endpoint {
        operation(path, rule, versions, owner, success, NoBody.schema, query).doing(perform)
    }

    /// The closure decides about the answer.
    package func callAsFunction<Query: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<NoBody, Query>? = nil, query: QuerySchema<Query>, success: SuccessStatus? = nil,
        _ perform: @escaping Handler<NoBody, Query, Answer>
    ) -> Endpoint {
        operation(path, rule, versions, owner, success, NoBody.schema, query).endpoint(perform)
    }
}

// Operations that take a body.
extension Verb {
    /// Answers the record that the closure returns, through a view.
    package func callAsFunction<Shown: Sendable, Body: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<Body, NoQuery>? = nil, body: Schema<Body>, success: SuccessStatus? = nil,
        view: View<Shown>, location: (@Sendable (Shown, LinkBase) -> String)? = nil,
        _ perform: @escaping Handler<Body, NoQuery, Shown>
    ) -> Endpoint {
        operation(path, rule, versions, owner, success, body, query).showing(view, location, perform)
    }

    /// Answers a page of records.
    package func callAsFunction<Shown: Sendable, Body: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<Body, NoQuery>? = nil, body: Schema<Body>, success: SuccessStatus? = nil,
        list: ListView<Shown>,
        _ perform: @escaping Handler<Body, NoQuery, Paged<Shown>>
    ) -> Endpoint {
        operation(path, rule, versions, owner, success, body, query).listing(list, perform)
    }

    /// Answers without a body.
    package func callAsFunction<Body: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<Body, NoQuery>? = nil, body: Schema<Body>, success: SuccessStatus? = nil,
        _ perform: @escaping Handler<Body, NoQuery, Void>
    ) -> Endpoint {
        operation(path, rule, versions, owner, success, body, query).doing(perform)
    }

    /// The closure decides about the answer.
    package func callAsFunction<Body: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<Body, NoQuery>? = nil, body: Schema<Body>, success: SuccessStatus? = nil,
        _ perform: @escaping Handler<Body, NoQuery, Answer>
    ) -> Endpoint {
        operation(path, rule, versions, owner, success, body, query).endpoint(perform)
    }
}

extension Verb {
    private func operation<Body, Query>(
        _ path: String, _ rule: PolicyRule?, _ versions: Versions, _ owner: OwnerLookup<Body, Query>?,
        _ success: SuccessStatus?, _ body: Schema<Body>, _ query: QuerySchema<Query>
    ) -> Operation<Body, Query> {
        Operation(
            method: method, path: path, input: input, rule: rule, versions: versions, owner: owner, query: query,
            body: body, success: success ?? self.success)
    }
}
