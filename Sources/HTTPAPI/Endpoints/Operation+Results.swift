import APISchema
import HTTPTypes

extension Operation {
    func showing<Shown: Sendable>(
        _ view: View<Shown>, _ location: (@Sendable (Shown, LinkBase) -> String)?,
        _ perform: @escaping Handler<Body, Query, Shown>
    ) -> Endpoint {
        var operation = self
        operation.viewProblems = view.problems
        operation.needs = { view.needs(at: $0.version, visible: $0.visible) }
        return operation.endpoint { context in
            let record = try await perform(context)
            let answer = Answer.show(record, with: view)
            return location.map { answer.location($0(record, context.links)) } ?? answer
        }
    }

    func listing<Shown: Sendable>(
        _ list: ListView<Shown>, _ perform: @escaping Handler<Body, Query, Paged<Shown>>
    ) -> Endpoint {
        var operation = self
        operation.viewProblems = list.item.problems
        operation.needs = { list.item.needs(at: $0.version, visible: $0.visible) }
        return operation.endpoint { context in .list(try await perform(context), with: list) }
    }

    func doing(_ perform: @escaping Handler<Body, Query, Void>) -> Endpoint {
        endpoint { context in
            try await perform(context)
            return .empty()
        }
    }
}
