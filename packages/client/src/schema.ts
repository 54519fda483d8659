// Made from the API's OpenAPI document by `pnpm --filter client generate`; not to be edited.

export interface paths {
    "/api": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say hello
         * @description Open to everybody.
         */
        get: operations["sayHello"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an account; while sign-up is closed, with an invitation
         * @description Open to everybody.
         */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/by-invitation/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The form behind an invitation
         * @description Open to everybody.
         */
        get: operations["showSignUpForm"];
        put?: never;
        /**
         * Make an account from the form
         * @description Open to everybody.
         */
        post: operations["submitSignUpForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page behind a link in a message; it changes nothing
         * @description Open to everybody.
         */
        get: operations["showAction"];
        put?: never;
        /**
         * Do what the link is for: complete or snooze a todo, confirm an address, unsubscribe
         * @description Open to everybody.
         */
        post: operations["runAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What changed since a cursor, in order; without one, nothing but the cursor of now
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List channels
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["listChannels"];
        put?: never;
        /**
         * Add a webhook, an e-mail address or an ntfy topic; the secret of a webhook is shown this once
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a channel
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["readChannel"];
        put?: never;
        post?: never;
        /**
         * Delete a channel; what is queued for it is not sent
         * @description Needs a session, or a token with the scope `write`.
         */
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        /**
         * Change a channel (RFC 7396), switch it off and on; an address stays what it is
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        patch: operations["changeChannel"];
        trace?: never;
    };
    "/api/v1/channels/{id}/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the link that confirms an e-mail address again
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["sendChannelConfirmation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook a new secret, shown this once; the old one signs beside it for 24 hours
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["rotateChannelSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message that shows that the channel works
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["testChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The log of what was sent, is being retried and failed, newest first
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a delivery with the attempts to send it
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["readDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send again what failed, was cancelled or was delivered, with the webhook_id that it had
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["redeliverDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send again all that has failed since a moment, up to 1,000 at once
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["redeliverDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes and fired reminders as they happen (server-sent events)
         * @description Each event is named for its change, such as `todo.updated` or `reminder.fired`; its data is a Change, and its id a cursor of the feed of changes.
         */
        get: operations["readEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything of the account, as it is at one moment
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["exportAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List feeds
         * @description Needs a session, or a token with the scope `admin`.
         */
        get: operations["listFeeds"];
        put?: never;
        /**
         * Make an address that a calendar application subscribes to; it is shown this once
         * @description Needs a session, or a token with the scope `admin`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["createFeed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feeds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what a feed shows and when it was last used
         * @description Needs a session, or a token with the scope `admin`.
         */
        get: operations["readFeed"];
        put?: never;
        post?: never;
        /**
         * Revoke a feed: its address opens nothing from now on
         * @description Needs a session, or a token with the scope `admin`.
         */
        delete: operations["deleteFeed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feeds/{token}.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The calendar behind the address of a feed: todos with a due date, open or completed in the last 30 days
         * @description Open to everybody.
         */
        get: operations["readCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a file: all of it or nothing
         * @description Needs a session, or a token with the scope `write`. Safe to repeat: what is there already is not made again. The file is UTF-8, up to 64 MiB, and may be sent with `Content-Encoding: gzip`.
         */
        post: operations["importFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List imports of the last day, newest first
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["listImports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how far an import is, or what came of it
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["readImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List invitations that can still be used
         * @description Needs a session, or a token with the scope `admin`.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite a person: a link that works once, within 7 days, sent where an address is given; for the owner of the server
         * @description Needs a session, or a token with the scope `admin`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an invitation back
         * @description Needs a session, or a token with the scope `admin`.
         */
        delete: operations["deleteInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List labels
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["listLabels"];
        put?: never;
        /**
         * Make a label
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["createLabel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a label
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["readLabel"];
        put?: never;
        post?: never;
        /**
         * Delete a label and take it off its todos
         * @description Needs a session, or a token with the scope `write`. Loses no update with `If-Match`.
         */
        delete: operations["deleteLabel"];
        options?: never;
        head?: never;
        /**
         * Rename a label (RFC 7396)
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`. Loses no update with `If-Match`.
         */
        patch: operations["changeLabel"];
        trace?: never;
    };
    "/api/v1/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List lists, in their order
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["listLists"];
        put?: never;
        /**
         * Make a list
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["createList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a list
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["readList"];
        put?: never;
        post?: never;
        /**
         * Delete a list; say what becomes of its todos
         * @description Needs a session, or a token with the scope `write`. Loses no update with `If-Match`.
         */
        delete: operations["deleteList"];
        options?: never;
        head?: never;
        /**
         * Rename a list, archive it or take it out again (RFC 7396)
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`. Loses no update with `If-Match`.
         */
        patch: operations["changeList"];
        trace?: never;
    };
    "/api/v1/lists/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a list before or after another
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["moveList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read my account
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["readMe"];
        put?: never;
        post?: never;
        /**
         * Delete my account and everything in it, for good; the password confirms it
         * @description Needs a session, or a token with the scope `admin`.
         */
        delete: operations["deleteMe"];
        options?: never;
        head?: never;
        /**
         * Change my account (RFC 7396)
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        patch: operations["changeMe"];
        trace?: never;
    };
    "/api/v1/me/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to my account’s security, newest first
         * @description Needs a session, or a token with the scope `admin`.
         */
        get: operations["listSecurityEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change my password; every other session ends, tokens stay
         * @description Needs a session, or a token with the scope `admin`.
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a link to a new password; the answer is the same whether there is such an account
         * @description Open to everybody.
         */
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password-resets/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The form behind the link
         * @description Open to everybody.
         */
        get: operations["showPasswordForm"];
        /**
         * Choose a new password; all sessions end, tokens stay
         * @description Open to everybody.
         */
        put: operations["choosePassword"];
        /**
         * Choose a new password by the form
         * @description Open to everybody.
         */
        post: operations["submitPasswordForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reminders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what will ring, or was missed, the earliest first
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["listReminders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reminders/{id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the todo of a reminder ring again later, and this reminder not before
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["snoozeReminder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my sessions, newest first
         * @description Needs a session, or a token with the scope `admin`.
         */
        get: operations["listSessions"];
        put?: never;
        /**
         * Sign in: the answer sets a cookie that opens what a token opens, for 30 days
         * @description Open to everybody.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of my sessions
         * @description Needs a session, or a token with the scope `admin`.
         */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign out
         * @description Needs a session, or a token with the scope `read`.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/todos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List todos
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["listTodos"];
        put?: never;
        /**
         * Write a todo; with a due date, it rings
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["createTodo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/todos/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a todo
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["readTodo"];
        put?: never;
        post?: never;
        /**
         * Put a todo and its parts into the trash, for 30 days, or delete them for good; they never ring
         * @description Needs a session, or a token with the scope `write`. Loses no update with `If-Match`.
         */
        delete: operations["deleteTodo"];
        options?: never;
        head?: never;
        /**
         * Change a todo (RFC 7396); completing one that recurs moves it to its next date
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`. Loses no update with `If-Match`.
         */
        patch: operations["changeTodo"];
        trace?: never;
    };
    "/api/v1/todos/{id}/completions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List when a recurring todo was completed, the latest first
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["listTodoCompletions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/todos/{id}/completions/{completion_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take back the latest completion of a recurring todo: it is due again when it was
         * @description Needs a session, or a token with the scope `write`. Loses no update with `If-Match`.
         */
        delete: operations["deleteTodoCompletion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/todos/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a todo before or after another in the order of sort=position
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["moveTodo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/todos/{id}/occurrences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * When a recurring todo will be due after its due date
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["readTodoOccurrences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/todos/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a todo, and the parts that went with it, out of the trash; they ring if the moment is still to come
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["restoreTodo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/todos/{id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a recurring todo to its next date, with nothing done
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`. Loses no update with `If-Match`.
         */
        post: operations["skipTodo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/todos/{id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a todo ring again later, and not before
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`. Loses no update with `If-Match`.
         */
        post: operations["snoozeTodo"];
        /**
         * End the snooze of a todo: it rings as its reminders say, if their moments are still to come
         * @description Needs a session, or a token with the scope `write`. Loses no update with `If-Match`.
         */
        delete: operations["deleteTodoSnooze"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/todos/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write, change and delete up to 500 todos at once
         * @description Needs a session, or a token with the scope `write`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["batchTodos"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/todos/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count open todos: due today, overdue, upcoming, by list, by label
         * @description Needs a session, or a token with the scope `read`.
         */
        get: operations["readTodosCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tokens
         * @description Needs a session, or a token with the scope `admin`.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Make a token for a program; it may do no more than what makes it, and is shown this once
         * @description Needs a session, or a token with the scope `admin`. Safe to repeat with the same `Idempotency-Key`.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what a token may do and when it was last used
         * @description Needs a session, or a token with the scope `admin`.
         */
        get: operations["readToken"];
        put?: never;
        post?: never;
        /**
         * Revoke a token: here it opens nothing from now on, on other replicas within a second
         * @description Needs a session, or a token with the scope `admin`.
         */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Does the process live?
         * @description Open to everybody.
         */
        get: operations["readLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can it serve?
         * @description Open to everybody.
         */
        get: operations["readReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            /**
             * Format: clock-time
             * @example 09:00
             */
            default_reminder_time: string;
            /** @description when todos ring that are written without `reminders`; null for at the moment they are due */
            default_reminders: {
                /**
                 * Format: reminder-offset
                 * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                 * @example -PT15M
                 */
                before: string;
            }[] | null;
            email: string | null;
            /** Format: int64 */
            id: number;
            name: string | null;
            quiet_hours: {
                /**
                 * Format: clock-time
                 * @example 09:00
                 */
                end: string;
                /**
                 * Format: clock-time
                 * @example 09:00
                 */
                start: string;
            } | null;
            time_zone: string;
        };
        Change: {
            /**
             * @description a todo that is put into the trash is deleted, and one that is taken out of it is created
             * @enum {string}
             */
            change: "created" | "updated" | "deleted" | "fired";
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            changed_at: string;
            /** Format: int64 */
            id: number;
            /** @description as it now is; null where it is gone or in the trash; for changes of this resource only */
            label?: components["schemas"]["Label"] | null;
            /** @description as it now is; null where it is gone or in the trash; for changes of this resource only */
            list?: components["schemas"]["List"] | null;
            /** @description as it now is; null where it is gone or in the trash; for changes of this resource only */
            reminder?: components["schemas"]["ChangedReminder"] | null;
            /** @enum {string} */
            resource: "todo" | "list" | "label" | "reminder";
            /** @description as it now is; null where it is gone or in the trash; for changes of this resource only */
            todo?: components["schemas"]["Todo"] | null;
        };
        ChangedReminder: {
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            fired_at: string | null;
            /** Format: int64 */
            id: number;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            scheduled_for: string;
            /** Format: int64 */
            todo_id: number;
        };
        ChangePage: {
            data: components["schemas"]["Change"][];
            /** @description to send as `since`, also when there is nothing new */
            next_cursor: string;
        };
        /** @description fields that the kind of channel has not are null */
        Channel: {
            /** @description of e-mail */
            address: string | null;
            /**
             * Format: date-time
             * @description of e-mail: until its person has confirmed it, nothing rings there
             * @example 2026-12-01T09:00:00.000Z
             */
            confirmed_at: string | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            /**
             * Format: clock-time
             * @description of e-mail: one message a day, then, in the account’s time_zone
             * @example 09:00
             */
            digest_at: string | null;
            disabled_reason: string | null;
            /** @description whether anything is sent there */
            enabled: boolean;
            /**
             * Format: date-time
             * @description the first of the attempts that have all failed since
             * @example 2026-12-01T09:00:00.000Z
             */
            failing_since: string | null;
            /** @description of ntfy: whether it has an access token, which is never shown */
            has_token: boolean | null;
            /** Format: int64 */
            id: number;
            /** @enum {string} */
            kind: "webhook" | "email" | "ntfy";
            /** @description the lists whose todos ring there; null for every todo */
            list_ids: number[] | null;
            name: string;
            /** @description `account`: the account’s; `none`; or its own, in the account’s time_zone */
            quiet_hours: {
                /**
                 * Format: clock-time
                 * @example 09:00
                 */
                end: string;
                /**
                 * Format: clock-time
                 * @example 09:00
                 */
                start: string;
            } | string;
            /** @description of ntfy */
            topic: string | null;
            /** @description of a webhook; of ntfy the server */
            url: string | null;
        };
        ChannelPage: {
            data: components["schemas"]["Channel"][];
            /** @description null on the last page; any other may have fewer rows than `limit` */
            next_cursor: string | null;
        };
        /** @description an occurrence of a recurring todo that was completed */
        Completion: {
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            completed_at: string;
            /**
             * Format: due-date
             * @example 2126-12-01T09:00:00.000Z
             * @example 2126-12-01
             */
            due_date: string;
            /** Format: int64 */
            id: number;
        };
        CompletionPage: {
            data: components["schemas"]["Completion"][];
            /** @description null on the last page; any other may have fewer rows than `limit` */
            next_cursor: string | null;
        };
        CreatedChannel: {
            /** @description of e-mail */
            address: string | null;
            /**
             * Format: date-time
             * @description of e-mail: until its person has confirmed it, nothing rings there
             * @example 2026-12-01T09:00:00.000Z
             */
            confirmed_at: string | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            /**
             * Format: clock-time
             * @description of e-mail: one message a day, then, in the account’s time_zone
             * @example 09:00
             */
            digest_at: string | null;
            disabled_reason: string | null;
            /** @description whether anything is sent there */
            enabled: boolean;
            /**
             * Format: date-time
             * @description the first of the attempts that have all failed since
             * @example 2026-12-01T09:00:00.000Z
             */
            failing_since: string | null;
            /** @description of ntfy: whether it has an access token, which is never shown */
            has_token: boolean | null;
            /** Format: int64 */
            id: number;
            /** @enum {string} */
            kind: "webhook" | "email" | "ntfy";
            /** @description the lists whose todos ring there; null for every todo */
            list_ids: number[] | null;
            name: string;
            /** @description `account`: the account’s; `none`; or its own, in the account’s time_zone */
            quiet_hours: {
                /**
                 * Format: clock-time
                 * @example 09:00
                 */
                end: string;
                /**
                 * Format: clock-time
                 * @example 09:00
                 */
                start: string;
            } | string;
            /** @description of a webhook: to verify what arrives (Standard Webhooks); shown this once, null when the request is repeated */
            secret: string | null;
            /** @description of ntfy */
            topic: string | null;
            /** @description of a webhook; of ntfy the server */
            url: string | null;
        };
        CreatedFeed: {
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            /** Format: int64 */
            id: number;
            /**
             * Format: date-time
             * @description to the minute
             */
            last_used_at: string | null;
            name: string;
            /**
             * @description todos as such (VTODO), or as events on the day or at the moment they are due, for applications without todos
             * @enum {string}
             */
            shows: "todos" | "events";
            /** @description where to subscribe; who knows it reads the todos; shown this once, null when the request is repeated */
            url: string | null;
        };
        CreatedInvitation: {
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            /** @description whom the link goes to, where the server sends it */
            email: string | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            expires_at: string;
            /** Format: int64 */
            id: number;
            /** @description for a person: leads to a form; null where it is sent; shown this once, null when the request is repeated */
            link: string | null;
            /** @description for programs: `invitation` of POST /api/v1/accounts; null where the link is sent; shown this once, null when the request is repeated */
            token: string | null;
        };
        CreatedToken: {
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            expires_at: string | null;
            /** Format: int64 */
            id: number;
            /**
             * Format: date-time
             * @description to the minute
             */
            last_used_at: string | null;
            name: string;
            scopes: ("read" | "write" | "admin")[];
            /** @description what to send as `Authorization: Bearer`; shown this once, null when the request is repeated */
            token: string | null;
        };
        Delivery: {
            /** Format: int32 */
            attempts: number;
            /** Format: int64 */
            channel_id: number | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            delivered_at: string | null;
            /**
             * Format: int64
             * @description the delivery that tells it
             */
            digest_id: number | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            fired_at: string;
            /**
             * @description why it waits, where that is no further attempt
             * @enum {string|null}
             */
            held_for: "quiet_hours" | "digest" | null;
            /** Format: int64 */
            id: number;
            /**
             * @description digest: several reminders in one message; notice: a channel was switched off; account: about the account itself, or a link that confirms an address
             * @enum {string}
             */
            kind: "reminder" | "digest" | "notice" | "test" | "account";
            /**
             * @description what sends it
             * @enum {string}
             */
            lane: "webhook" | "email" | "ntfy";
            last_error: string | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            next_attempt_at: string | null;
            /** @description the address that a message of the kind `account` goes to */
            recipient: string | null;
            /**
             * Format: date-time
             * @description when it was last asked for again; `attempts` are counted since then
             * @example 2026-12-01T09:00:00.000Z
             */
            redelivered_at: string | null;
            /** Format: int64 */
            reminder_id: number | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            scheduled_for: string;
            /**
             * @description folded: a digest tells it
             * @enum {string}
             */
            state: "queued" | "delivered" | "failed" | "cancelled" | "folded";
            /** Format: int64 */
            todo_id: number | null;
            /** @description the same over all attempts: receivers drop repeats by it */
            webhook_id: string;
        };
        DeliveryDetails: {
            /** Format: int32 */
            attempts: number;
            /** @description the oldest first */
            attempts_made: {
                /** @description how it begins */
                answer: string | null;
                /**
                 * Format: date-time
                 * @example 2026-12-01T09:00:00.000Z
                 */
                attempted_at: string;
                /** Format: int32 */
                duration_ms: number;
                /** @description null where it was delivered */
                error: string | null;
                /**
                 * Format: int32
                 * @description of HTTP or SMTP; null where there was no answer
                 */
                status: number | null;
            }[];
            /** Format: int64 */
            channel_id: number | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            delivered_at: string | null;
            /**
             * Format: int64
             * @description the delivery that tells it
             */
            digest_id: number | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            fired_at: string;
            /**
             * @description why it waits, where that is no further attempt
             * @enum {string|null}
             */
            held_for: "quiet_hours" | "digest" | null;
            /** Format: int64 */
            id: number;
            /**
             * @description digest: several reminders in one message; notice: a channel was switched off; account: about the account itself, or a link that confirms an address
             * @enum {string}
             */
            kind: "reminder" | "digest" | "notice" | "test" | "account";
            /**
             * @description what sends it
             * @enum {string}
             */
            lane: "webhook" | "email" | "ntfy";
            last_error: string | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            next_attempt_at: string | null;
            /** @description the address that a message of the kind `account` goes to */
            recipient: string | null;
            /**
             * Format: date-time
             * @description when it was last asked for again; `attempts` are counted since then
             * @example 2026-12-01T09:00:00.000Z
             */
            redelivered_at: string | null;
            /** Format: int64 */
            reminder_id: number | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            scheduled_for: string;
            /**
             * @description folded: a digest tells it
             * @enum {string}
             */
            state: "queued" | "delivered" | "failed" | "cancelled" | "folded";
            /** Format: int64 */
            todo_id: number | null;
            /** @description the same over all attempts: receivers drop repeats by it */
            webhook_id: string;
        };
        DeliveryPage: {
            data: components["schemas"]["Delivery"][];
            /** @description null on the last page; any other may have fewer rows than `limit` */
            next_cursor: string | null;
        };
        Feed: {
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            /** Format: int64 */
            id: number;
            /**
             * Format: date-time
             * @description to the minute
             */
            last_used_at: string | null;
            name: string;
            /**
             * @description todos as such (VTODO), or as events on the day or at the moment they are due, for applications without todos
             * @enum {string}
             */
            shows: "todos" | "events";
        };
        FeedPage: {
            data: components["schemas"]["Feed"][];
            /** @description null on the last page; any other may have fewer rows than `limit` */
            next_cursor: string | null;
        };
        /** @description a file that came in, or was tried; kept for a day */
        Import: {
            /**
             * Format: int64
             * @description of the file, unpacked
             */
            bytes_read: number;
            /** @description what was made, or in a dry run would be; null while it is not known */
            created: {
                /** Format: int32 */
                labels: number;
                /** Format: int32 */
                lists: number;
                /** Format: int32 */
                todos: number;
            } | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            dry_run: boolean;
            /** @description why it failed */
            failure: string | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            finished_at: string | null;
            /** @enum {string} */
            format: "json" | "ics" | "todoist" | "csv";
            /** Format: int64 */
            id: number;
            /**
             * Format: int32
             * @description what is wrong with the file, in all
             */
            problem_count: number;
            /**
             * Format: int32
             * @description todos of the file so far
             */
            rows_read: number;
            /**
             * @description those of a JSON file are applied to an account that has neither todos nor lists; else its own are kept
             * @enum {string|null}
             */
            settings: "applied" | "kept" | null;
            /**
             * @description while it is not `done`, nothing of it is there
             * @enum {string}
             */
            state: "receiving" | "checking" | "publishing" | "done" | "failed";
            /**
             * Format: int32
             * @description todos of the file that are there already
             */
            unchanged: number | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            updated_at: string;
        };
        ImportDetails: {
            /**
             * Format: int64
             * @description of the file, unpacked
             */
            bytes_read: number;
            /** @description what was made, or in a dry run would be; null while it is not known */
            created: {
                /** Format: int32 */
                labels: number;
                /** Format: int32 */
                lists: number;
                /** Format: int32 */
                todos: number;
            } | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            dry_run: boolean;
            /** @description why it failed */
            failure: string | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            finished_at: string | null;
            /** @enum {string} */
            format: "json" | "ics" | "todoist" | "csv";
            /** Format: int64 */
            id: number;
            /**
             * Format: int32
             * @description what is wrong with the file, in all
             */
            problem_count: number;
            /** @description what is wrong, in the order of the file */
            problems: {
                /** @description of a table; of a calendar its property */
                column?: string;
                /**
                 * Format: int32
                 * @description of a calendar
                 */
                line?: number;
                message: string;
                /**
                 * Format: json-pointer
                 * @description into a JSON file
                 */
                pointer?: string;
                /**
                 * Format: int32
                 * @description of a table, as spreadsheets count them
                 */
                row?: number;
            }[];
            /**
             * Format: int32
             * @description todos of the file so far
             */
            rows_read: number;
            /**
             * @description those of a JSON file are applied to an account that has neither todos nor lists; else its own are kept
             * @enum {string|null}
             */
            settings: "applied" | "kept" | null;
            /**
             * @description while it is not `done`, nothing of it is there
             * @enum {string}
             */
            state: "receiving" | "checking" | "publishing" | "done" | "failed";
            /**
             * Format: int32
             * @description todos of the file that are there already
             */
            unchanged: number | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            updated_at: string;
            /** @description what is not carried over, or not as it was */
            warnings: {
                /** @description of a table; of a calendar its property */
                column?: string;
                /**
                 * Format: int32
                 * @description of a calendar
                 */
                line?: number;
                message: string;
                /**
                 * Format: json-pointer
                 * @description into a JSON file
                 */
                pointer?: string;
                /**
                 * Format: int32
                 * @description of a table, as spreadsheets count them
                 */
                row?: number;
            }[];
        };
        ImportPage: {
            data: components["schemas"]["Import"][];
            /** @description null on the last page; any other may have fewer rows than `limit` */
            next_cursor: string | null;
        };
        Invitation: {
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            /** @description whom the link goes to, where the server sends it */
            email: string | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            expires_at: string;
            /** Format: int64 */
            id: number;
        };
        InvitationPage: {
            data: components["schemas"]["Invitation"][];
            /** @description null on the last page; any other may have fewer rows than `limit` */
            next_cursor: string | null;
        };
        Label: {
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            /** Format: int64 */
            id: number;
            name: string;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            updated_at: string;
            /**
             * Format: int32
             * @description raised by every change; in quotes, the ETag
             */
            version: number;
        };
        LabelPage: {
            data: components["schemas"]["Label"][];
            /** @description null on the last page; any other may have fewer rows than `limit` */
            next_cursor: string | null;
        };
        List: {
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            archived_at: string | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            /** @description when todos ring that are written here without `reminders`; null for as the account’s */
            default_reminders: {
                /**
                 * Format: reminder-offset
                 * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                 * @example -PT15M
                 */
                before: string;
            }[] | null;
            /** Format: int64 */
            id: number;
            name: string;
            /** @description lists stand in the order of these texts, compared bytewise */
            position: string;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            updated_at: string;
            /**
             * Format: int32
             * @description raised by every change; in quotes, the ETag
             */
            version: number;
        };
        ListPage: {
            data: components["schemas"]["List"][];
            /** @description null on the last page; any other may have fewer rows than `limit` */
            next_cursor: string | null;
        };
        Occurrences: {
            data: string[];
        };
        PortableAccount: {
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            exported_at: string;
            /** @enum {string} */
            format: "duebell";
            labels: {
                /**
                 * Format: date-time
                 * @example 2026-12-01T09:00:00.000Z
                 */
                created_at: string;
                /** Format: text */
                name: string;
                /**
                 * Format: date-time
                 * @example 2026-12-01T09:00:00.000Z
                 */
                updated_at: string;
            }[];
            lists: {
                /**
                 * Format: date-time
                 * @example 2026-12-01T09:00:00.000Z
                 */
                archived_at: string | null;
                /**
                 * Format: date-time
                 * @example 2026-12-01T09:00:00.000Z
                 */
                created_at: string;
                default_reminders: {
                    /**
                     * Format: reminder-offset
                     * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                     * @example -PT15M
                     */
                    before: string;
                }[] | null;
                /** Format: text */
                name: string;
                /** Format: text */
                uid: string;
                /**
                 * Format: date-time
                 * @example 2026-12-01T09:00:00.000Z
                 */
                updated_at: string;
            }[];
            settings: {
                /**
                 * Format: clock-time
                 * @example 09:00
                 */
                default_reminder_time: string;
                default_reminders: {
                    /**
                     * Format: reminder-offset
                     * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                     * @example -PT15M
                     */
                    before: string;
                }[] | null;
                /** Format: text */
                name: string | null;
                quiet_hours: {
                    /**
                     * Format: clock-time
                     * @example 09:00
                     */
                    end: string;
                    /**
                     * Format: clock-time
                     * @example 09:00
                     */
                    start: string;
                } | null;
                /**
                 * Format: time-zone
                 * @example Europe/Berlin
                 */
                time_zone: string;
            };
            todos: {
                completed: boolean;
                /**
                 * Format: date-time
                 * @example 2026-12-01T09:00:00.000Z
                 */
                completed_at: string | null;
                completions: {
                    /**
                     * Format: date-time
                     * @example 2026-12-01T09:00:00.000Z
                     */
                    completed_at: string;
                    /**
                     * Format: due-date
                     * @example 2126-12-01T09:00:00.000Z
                     * @example 2126-12-01
                     */
                    due_date: string;
                }[];
                /**
                 * Format: date-time
                 * @example 2026-12-01T09:00:00.000Z
                 */
                created_at: string;
                /**
                 * Format: date-time
                 * @example 2026-12-01T09:00:00.000Z
                 */
                deleted_at: string | null;
                /** Format: text */
                description: string;
                /**
                 * Format: due-date
                 * @example 2126-12-01T09:00:00.000Z
                 * @example 2126-12-01
                 */
                due_date: string | null;
                labels: string[];
                /** Format: text */
                list_uid: string | null;
                /** Format: text */
                notes: string | null;
                /** Format: text */
                parent_uid: string | null;
                /** Format: int32 */
                priority: number;
                /** Format: text */
                recurrence: string | null;
                /** Format: int32 */
                recurrence_done: number;
                /** @enum {string} */
                recurrence_from: "due" | "completion";
                /** Format: text */
                recurrence_start: string | null;
                reminders: {
                    /**
                     * Format: date-time
                     * @description a moment, whether there is a due date or not
                     * @example 2126-12-01T07:00:00.000Z
                     */
                    at?: string;
                    /**
                     * Format: reminder-offset
                     * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                     * @example -PT15M
                     */
                    before?: string;
                }[];
                /**
                 * Format: date-time
                 * @example 2026-12-01T09:00:00.000Z
                 */
                snoozed_until: string | null;
                /**
                 * Format: time-zone
                 * @example Europe/Berlin
                 */
                time_zone: string | null;
                /** Format: text */
                uid: string;
                /**
                 * Format: date-time
                 * @example 2026-12-01T09:00:00.000Z
                 */
                updated_at: string;
            }[];
            /** @enum {number} */
            version: 1;
        };
        /** @description RFC 9457 */
        Problem: {
            /** @description for programs; the texts may change */
            code: string;
            detail: string;
            /** @description up to 20, or of a file up to 1,000 */
            errors?: {
                /** @description of a table, or a property of a calendar */
                column?: string;
                /** @enum {string} */
                in: "body" | "query" | "path" | "headers";
                /**
                 * Format: int32
                 * @description of a calendar that is imported
                 */
                line?: number;
                message: string;
                /** Format: json-pointer */
                pointer: string;
                /**
                 * Format: int32
                 * @description of a table that is imported
                 */
                row?: number;
            }[];
            /** Format: int32 */
            status: number;
            title: string;
            /** Format: uri */
            type: string;
        };
        Redelivered: {
            /** @description there are others: ask again */
            more: boolean;
            /** Format: int32 */
            redelivered: number;
        };
        /** @description a moment at which a todo will ring, or would have rung where it is missed */
        Reminder: {
            /** @description of the todo */
            description: string;
            /** Format: int64 */
            id: number;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            scheduled_for: string;
            /** Format: int64 */
            todo_id: number;
            /**
             * @description what it is made of: `before` or `at` of a rule of the todo, or `snooze`
             * @example -PT15M
             */
            trigger: string;
        };
        ReminderPage: {
            data: components["schemas"]["Reminder"][];
            /** @description null on the last page; any other may have fewer rows than `limit` */
            next_cursor: string | null;
        };
        SecurityEvent: {
            address: string | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            details: Record<string, never>;
            /** Format: int64 */
            id: number;
            /** @enum {string} */
            type: "account.created" | "account.disabled" | "account.enabled" | "feed.created" | "feed.revoked" | "invitation.accepted" | "invitation.created" | "invitation.revoked" | "password.changed" | "password.reset" | "password.reset_requested" | "password.refused" | "session.created" | "session.ended" | "token.created" | "token.revoked";
            user_agent: string | null;
        };
        SecurityEventPage: {
            data: components["schemas"]["SecurityEvent"][];
            /** @description null on the last page; any other may have fewer rows than `limit` */
            next_cursor: string | null;
        };
        Session: {
            address: string;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            /** @description whether it is the one that asks */
            current: boolean;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            expires_at: string;
            /** Format: int64 */
            id: number;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            last_used_at: string;
            user_agent: string | null;
        };
        SessionPage: {
            data: components["schemas"]["Session"][];
            /** @description null on the last page; any other may have fewer rows than `limit` */
            next_cursor: string | null;
        };
        Todo: {
            completed: boolean;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            completed_at: string | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            deleted_at: string | null;
            description: string;
            /**
             * Format: due-date
             * @example 2126-12-01T09:00:00.000Z
             * @example 2126-12-01
             */
            due_date: string | null;
            /** Format: int64 */
            id: number;
            label_ids: number[];
            /** Format: int64 */
            list_id: number | null;
            notes: string | null;
            /** Format: int64 */
            parent_id: number | null;
            /** @description with sort=position, todos stand in the order of these texts, compared bytewise */
            position: string;
            /**
             * Format: int32
             * @description 0 none, 1 lowest, 4 highest
             */
            priority: number;
            /** @description an RRULE (RFC 5545); null where it does not come again */
            recurrence: string | null;
            /**
             * @description what the next date is counted from: the series as planned, or the day it was done
             * @enum {string}
             */
            recurrence_from: "due" | "completion";
            reminders: {
                /**
                 * Format: date-time
                 * @description a moment, whether there is a due date or not
                 * @example 2126-12-01T07:00:00.000Z
                 */
                at?: string;
                /**
                 * Format: reminder-offset
                 * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                 * @example -PT15M
                 */
                before?: string;
            }[];
            /**
             * Format: date-time
             * @description it rings again then; stays until it is ended, or the todo is due at another time
             * @example 2026-12-01T09:00:00.000Z
             */
            snoozed_until: string | null;
            /**
             * Format: time-zone
             * @description IANA; null for the account’s
             * @example Europe/Berlin
             */
            time_zone: string | null;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            updated_at: string;
            /**
             * Format: int32
             * @description raised by every change; in quotes, the ETag
             */
            version: number;
        };
        /** @description in the order of the operations; todos as they are after the last */
        TodoBatchResults: {
            results: {
                problem?: components["schemas"]["Problem"];
                /**
                 * Format: int32
                 * @description 201, 200 and 204, or that of the problem
                 */
                status: number;
                todo?: components["schemas"]["Todo"];
            }[];
        };
        /** @description open todos: as many as `GET /todos?completed=false` finds with the same filter */
        TodoCounts: {
            /** @description those of open todos, the most frequent first */
            labels: {
                /** Format: int64 */
                label_id: number;
                /** Format: int64 */
                open: number;
            }[];
            /** @description those with open todos, the fullest first; null for todos without a list */
            lists: {
                /** Format: int64 */
                list_id: number | null;
                /** Format: int64 */
                open: number;
            }[];
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            overdue: number;
            /** Format: int64 */
            today: number;
            /** Format: int64 */
            upcoming: number;
        };
        TodoPage: {
            data: components["schemas"]["Todo"][];
            /** @description null on the last page; any other may have fewer rows than `limit` */
            next_cursor: string | null;
        };
        Token: {
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-12-01T09:00:00.000Z
             */
            expires_at: string | null;
            /** Format: int64 */
            id: number;
            /**
             * Format: date-time
             * @description to the minute
             */
            last_used_at: string | null;
            name: string;
            scopes: ("read" | "write" | "admin")[];
        };
        TokenPage: {
            data: components["schemas"]["Token"][];
            /** @description null on the last page; any other may have fewer rows than `limit` */
            next_cursor: string | null;
        };
    };
    responses: {
        /** @description The request failed here */
        Failed: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request failed here */
        FailedPage: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description The request failed here */
        FailedUnlimited: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The token or the account may not do this */
        Forbidden: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is not valid; `errors` says what is wrong */
        Invalid: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is not valid; `errors` says what is wrong */
        InvalidPage: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description The request is not valid; `errors` says what is wrong */
        InvalidUnlimited: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing here */
        NotFound: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing here */
        NotFoundPage: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description It has changed since it was read */
        PreconditionFailed: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                ETag: components["headers"]["ETag"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request was refused; `code` says why */
        Refused: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request was refused; `code` says why */
        RefusedPage: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description The request was refused; `code` says why */
        RefusedUnlimited: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There were too many requests */
        TooManyRequests: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There were too many requests */
        TooManyRequestsPage: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description A valid token or session is needed */
        Unauthorized: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description to browser applications of the origins in CORS_ORIGINS */
        "Access-Control-Allow-Origin": string;
        /**
         * @description the version, for If-Match and If-None-Match
         * @example "1"
         */
        ETag: string;
        /** @description where it can be read */
        Location: string;
        /**
         * @description what is left of the limit, and for how many seconds; absent where RATE_LIMIT is 0
         * @example "requests";r=5999;t=60
         */
        RateLimit: string;
        /**
         * @description the limit; absent where RATE_LIMIT is 0
         * @example "requests";q=6000;w=60
         */
        "RateLimit-Policy": string;
        /** @description seconds */
        "Retry-After": number;
        /** @description RFC 6750 §3 */
        "WWW-Authenticate": string;
        /** @description names the request in the logs: the one that it came with, or a new one */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    sayHello: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["RefusedUnlimited"];
            "5XX": components["responses"]["FailedUnlimited"];
            /** @description Default Response */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: null;
                        msg: string;
                        success: boolean;
                    };
                };
            };
            400: components["responses"]["InvalidUnlimited"];
            500: components["responses"]["FailedUnlimited"];
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: email
                     * @example somebody@example.com
                     */
                    email: string;
                    /**
                     * Format: password
                     * @description the token of an invitation, which sign-up needs while it is closed
                     */
                    invitation?: string;
                    /** Format: text */
                    name?: string;
                    /**
                     * Format: password
                     * @description at least 10 characters; any will do, blanks included
                     * @example correct horse battery staple
                     */
                    password: string;
                    /**
                     * Format: time-zone
                     * @example Europe/Berlin
                     */
                    time_zone?: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The account: sign in with POST /api/v1/sessions */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    showSignUpForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["RefusedPage"];
            "5XX": components["responses"]["FailedPage"];
            /** @description The form */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["InvalidPage"];
            404: components["responses"]["NotFoundPage"];
            429: components["responses"]["TooManyRequestsPage"];
            500: components["responses"]["FailedPage"];
        };
    };
    submitSignUpForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * Format: email
                     * @example somebody@example.com
                     */
                    email: string;
                    /** Format: text */
                    name?: string;
                    /**
                     * Format: password
                     * @description at least 10 characters; any will do, blanks included
                     * @example correct horse battery staple
                     */
                    password: string;
                    /**
                     * Format: time-zone
                     * @example Europe/Berlin
                     */
                    time_zone?: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["RefusedPage"];
            "5XX": components["responses"]["FailedPage"];
            /** @description The account is made */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["InvalidPage"];
            404: components["responses"]["NotFoundPage"];
            429: components["responses"]["TooManyRequestsPage"];
            500: components["responses"]["FailedPage"];
        };
    };
    showAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["RefusedPage"];
            "5XX": components["responses"]["FailedPage"];
            /** @description What the link can do, with a button */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["InvalidPage"];
            404: components["responses"]["NotFoundPage"];
            429: components["responses"]["TooManyRequestsPage"];
            500: components["responses"]["FailedPage"];
        };
    };
    runAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description of a snooze, ISO 8601; PT1H where it is absent
                     * @example PT1H
                     */
                    duration?: string;
                    /** @enum {string} */
                    "List-Unsubscribe"?: "One-Click";
                } | null;
            };
        };
        responses: {
            "4XX": components["responses"]["RefusedPage"];
            "5XX": components["responses"]["FailedPage"];
            /** @description It is done, or there was nothing to do any more */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["InvalidPage"];
            404: components["responses"]["NotFoundPage"];
            429: components["responses"]["TooManyRequestsPage"];
            500: components["responses"]["FailedPage"];
        };
    };
    listChanges: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `next_cursor`, or the `id` of an event */
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of changes */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    listChannels: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of channels */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "webhook";
                    /** @description the lists whose todos ring there; null for every todo */
                    list_ids?: number[] | null;
                    /** Format: text */
                    name: string;
                    /** @enum {string} */
                    quiet_hours?: "none";
                    /** Format: http-url */
                    url: string;
                } | {
                    /**
                     * Format: email
                     * @example somebody@example.com
                     */
                    address: string;
                    /**
                     * Format: clock-time
                     * @description one message a day, then, in the account’s time_zone; null: each by itself
                     * @example 09:00
                     */
                    digest_at?: string | null;
                    /** @enum {string} */
                    kind: "email";
                    /** @description the lists whose todos ring there; null for every todo */
                    list_ids?: number[] | null;
                    /** Format: text */
                    name: string;
                    /**
                     * @description `account`: the account’s; `none`; or its own, in the account’s time_zone: the end may be on the next day
                     * @example {
                     *       "start": "22:00",
                     *       "end": "07:00"
                     *     }
                     */
                    quiet_hours?: {
                        /**
                         * Format: clock-time
                         * @example 09:00
                         */
                        end: string;
                        /**
                         * Format: clock-time
                         * @example 09:00
                         */
                        start: string;
                    } | string;
                } | {
                    /** @enum {string} */
                    kind: "ntfy";
                    /** @description the lists whose todos ring there; null for every todo */
                    list_ids?: number[] | null;
                    /** Format: text */
                    name: string;
                    /**
                     * @description `account`: the account’s; `none`; or its own, in the account’s time_zone: the end may be on the next day
                     * @example {
                     *       "start": "22:00",
                     *       "end": "07:00"
                     *     }
                     */
                    quiet_hours?: {
                        /**
                         * Format: clock-time
                         * @example 09:00
                         */
                        end: string;
                        /**
                         * Format: clock-time
                         * @example 09:00
                         */
                        start: string;
                    } | string;
                    /**
                     * Format: text
                     * @description an access token, where the topic is protected; never shown
                     */
                    token?: string | null;
                    /** @example my-todos */
                    topic: string;
                    /**
                     * Format: http-url
                     * @description the server, such as https://ntfy.sh
                     */
                    url: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The channel, a webhook with its secret; an address is sent a link to confirm it */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedChannel"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The channel, without its secrets */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    deleteChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is gone */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    changeChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "at home"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: clock-time
                     * @description one message a day, then, in the account’s time_zone; null: each by itself
                     * @example 09:00
                     */
                    digest_at?: string | null;
                    /** @description false: what is queued is cancelled, and nothing rings; true: it rings again */
                    enabled?: boolean;
                    /** @description the lists whose todos ring there; null for every todo */
                    list_ids?: number[] | null;
                    /** Format: text */
                    name?: string;
                    /**
                     * @description `account`: the account’s; `none`; or its own, in the account’s time_zone: the end may be on the next day
                     * @example {
                     *       "start": "22:00",
                     *       "end": "07:00"
                     *     }
                     */
                    quiet_hours?: {
                        /**
                         * Format: clock-time
                         * @example 09:00
                         */
                        end?: string;
                        /**
                         * Format: clock-time
                         * @example 09:00
                         */
                        start?: string;
                    } | string;
                    /**
                     * Format: text
                     * @description an access token, where the topic is protected; never shown
                     */
                    token?: string | null;
                    /** @example my-todos */
                    topic?: string;
                    /** Format: http-url */
                    url?: string;
                };
                /**
                 * @example {
                 *       "name": "at home"
                 *     }
                 */
                "application/merge-patch+json": {
                    /**
                     * Format: clock-time
                     * @description one message a day, then, in the account’s time_zone; null: each by itself
                     * @example 09:00
                     */
                    digest_at?: string | null;
                    /** @description false: what is queued is cancelled, and nothing rings; true: it rings again */
                    enabled?: boolean;
                    /** @description the lists whose todos ring there; null for every todo */
                    list_ids?: number[] | null;
                    /** Format: text */
                    name?: string;
                    /**
                     * @description `account`: the account’s; `none`; or its own, in the account’s time_zone: the end may be on the next day
                     * @example {
                     *       "start": "22:00",
                     *       "end": "07:00"
                     *     }
                     */
                    quiet_hours?: {
                        /**
                         * Format: clock-time
                         * @example 09:00
                         */
                        end?: string;
                        /**
                         * Format: clock-time
                         * @example 09:00
                         */
                        start?: string;
                    } | string;
                    /**
                     * Format: text
                     * @description an access token, where the topic is protected; never shown
                     */
                    token?: string | null;
                    /** @example my-todos */
                    topic?: string;
                    /** Format: http-url */
                    url?: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The channel as it now is */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    sendChannelConfirmation: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is queued, or still was */
            202: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    rotateChannelSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The channel with its new secret */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedChannel"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    testChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is queued: what becomes of it can be read there */
            202: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                channel_id?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
                /** @description digest: several reminders in one message; notice: a channel was switched off; account: about the account itself, or a link that confirms an address */
                kind?: "reminder" | "digest" | "notice" | "test" | "account";
                limit?: number;
                /**
                 * @description fired then or later
                 * @example 2026-12-01T09:00:00.000Z
                 */
                since?: string;
                /** @description folded: a digest tells it */
                state?: "queued" | "delivered" | "failed" | "cancelled" | "folded";
                todo_id?: number;
                /**
                 * @description fired before then
                 * @example 2026-12-01T09:00:00.000Z
                 */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of deliveries */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The delivery */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryDetails"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    redeliverDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is queued */
            202: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    redeliverDeliveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    channel_id?: number;
                    /**
                     * Format: date-time
                     * @description what fired then or later
                     * @example 2026-12-01T09:00:00.000Z
                     */
                    since: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description How many are queued */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redelivered"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readEvents: {
        parameters: {
            query?: {
                /** @description `next_cursor`, or the `id` of an event */
                since?: string;
            };
            header?: {
                /** @description the `id` of the last event that arrived; counts before `since` */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A stream that ends with its token or session, and when it is not read */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    exportAccount: {
        parameters: {
            query?: {
                /** @description `json` is everything; what the others leave out is in docs/interchange.md */
                format?: "json" | "ics" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The document, as a file to keep; one that does not end was cut off: ask again */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortableAccount"];
                    "text/calendar": string;
                    "text/csv": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    listFeeds: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of feeds */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    createFeed: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: text
                     * @description also of the calendar
                     * @example My phone
                     */
                    name: string;
                    /**
                     * @description todos as such (VTODO), or as events on the day or at the moment they are due, for applications without todos
                     * @default todos
                     * @enum {string}
                     */
                    shows?: "todos" | "events";
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The feed */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedFeed"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It, without its address */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feed"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    deleteFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is revoked */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readCalendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags: 304 if it still is one of these */
                "if-none-match"?: string;
            };
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description iCalendar (RFC 5545) */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description Nothing has changed since */
            304: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    importFile: {
        parameters: {
            query: {
                /** @description says what would happen, and changes nothing */
                dry_run?: boolean;
                /** @description json: an export of Duebell; ics: iCalendar (VTODO); todoist: a CSV export of Todoist; csv: a table */
                format: "json" | "ics" | "todoist" | "csv";
                /** @description the name of the list for todos that the file puts into none; it is made where it is not there */
                list?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "format": "duebell",
                 *       "version": 1,
                 *       "todos": [
                 *         {
                 *           "uid": "a-todo@elsewhere",
                 *           "description": "buy milk",
                 *           "due_date": "2126-12-01"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": Record<string, never>;
                "application/octet-stream": unknown;
                "text/calendar": unknown;
                "text/csv": unknown;
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description What was imported, or would be */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDetails"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    listImports: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of imports */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The import */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDetails"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of invitations */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: email
                     * @description where the link is sent; it is not shown then
                     * @example somebody@example.com
                     */
                    email?: string;
                } | null;
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The invitation */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedInvitation"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    deleteInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It cannot be used any more */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    listLabels: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of labels */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    createLabel: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: text
                     * @description unique for the account, whatever its case
                     */
                    name: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The label */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readLabel: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags: 304 if it still is one of these */
                "if-none-match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The label */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
            /** @description As known */
            304: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    deleteLabel: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags: the write happens only if it still is one of these versions */
                "if-match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is gone */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    changeLabel: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
                /** @description ETags: the write happens only if it still is one of these versions */
                "if-match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: text
                     * @description unique for the account, whatever its case
                     */
                    name?: string;
                };
                "application/merge-patch+json": {
                    /**
                     * Format: text
                     * @description unique for the account, whatever its case
                     */
                    name?: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The label as it now is */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    listLists: {
        parameters: {
            query?: {
                archived?: boolean;
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of lists */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    createList: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description when todos ring that are written here without `reminders`; null for as the account’s */
                    default_reminders?: {
                        /**
                         * Format: reminder-offset
                         * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                         * @example -PT15M
                         */
                        before: string;
                    }[] | null;
                    /** Format: text */
                    name: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The list */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readList: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags: 304 if it still is one of these */
                "if-none-match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The list */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List"];
                };
            };
            /** @description As known */
            304: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    deleteList: {
        parameters: {
            query: {
                list_id?: number;
                /** @description what becomes of its todos: they move to `list_id` (or to no list), or go to the trash */
                todos: "move" | "delete";
            };
            header?: {
                /** @description ETags: the write happens only if it still is one of these versions */
                "if-match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is gone */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    changeList: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
                /** @description ETags: the write happens only if it still is one of these versions */
                "if-match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description put away, with its todos as they are */
                    archived?: boolean;
                    /** @description when todos ring that are written here without `reminders`; null for as the account’s */
                    default_reminders?: {
                        /**
                         * Format: reminder-offset
                         * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                         * @example -PT15M
                         */
                        before: string;
                    }[] | null;
                    /** Format: text */
                    name?: string;
                };
                "application/merge-patch+json": {
                    /** @description put away, with its todos as they are */
                    archived?: boolean;
                    /** @description when todos ring that are written here without `reminders`; null for as the account’s */
                    default_reminders?: {
                        /**
                         * Format: reminder-offset
                         * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                         * @example -PT15M
                         */
                        before: string;
                    }[] | null;
                    /** Format: text */
                    name?: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The list as it now is */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    moveList: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        /** @description either `before` or `after` */
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    after?: number;
                    /** Format: int64 */
                    before?: number;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The list as it now is */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    deleteMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: password
                     * @example correct horse battery staple
                     */
                    password: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is gone */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    changeMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: clock-time
                     * @example 09:00
                     */
                    default_reminder_time?: string;
                    /** @description when todos ring that are written without `reminders`; null for at the moment they are due */
                    default_reminders?: {
                        /**
                         * Format: reminder-offset
                         * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                         * @example -PT15M
                         */
                        before: string;
                    }[] | null;
                    /** Format: text */
                    name?: string | null;
                    /**
                     * @description when nothing rings, in time_zone; the end may be on the next day
                     * @example {
                     *       "start": "22:00",
                     *       "end": "07:00"
                     *     }
                     */
                    quiet_hours?: {
                        /**
                         * Format: clock-time
                         * @example 09:00
                         */
                        end?: string;
                        /**
                         * Format: clock-time
                         * @example 09:00
                         */
                        start?: string;
                    } | null;
                    /**
                     * Format: time-zone
                     * @example Europe/Berlin
                     */
                    time_zone?: string;
                };
                "application/merge-patch+json": {
                    /**
                     * Format: clock-time
                     * @example 09:00
                     */
                    default_reminder_time?: string;
                    /** @description when todos ring that are written without `reminders`; null for at the moment they are due */
                    default_reminders?: {
                        /**
                         * Format: reminder-offset
                         * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                         * @example -PT15M
                         */
                        before: string;
                    }[] | null;
                    /** Format: text */
                    name?: string | null;
                    /**
                     * @description when nothing rings, in time_zone; the end may be on the next day
                     * @example {
                     *       "start": "22:00",
                     *       "end": "07:00"
                     *     }
                     */
                    quiet_hours?: {
                        /**
                         * Format: clock-time
                         * @example 09:00
                         */
                        end?: string;
                        /**
                         * Format: clock-time
                         * @example 09:00
                         */
                        start?: string;
                    } | null;
                    /**
                     * Format: time-zone
                     * @example Europe/Berlin
                     */
                    time_zone?: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It, as it now is */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    listSecurityEvents: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of events */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecurityEventPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: password
                     * @example correct horse battery staple
                     */
                    current_password?: string;
                    /**
                     * Format: password
                     * @description at least 10 characters; any will do, blanks included
                     * @example correct horse battery staple
                     */
                    password: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is changed */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: email
                     * @example somebody@example.com
                     */
                    email: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description If there is such an account, it gets a message */
            202: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    showPasswordForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["RefusedPage"];
            "5XX": components["responses"]["FailedPage"];
            /** @description The form */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["InvalidPage"];
            404: components["responses"]["NotFoundPage"];
            429: components["responses"]["TooManyRequestsPage"];
            500: components["responses"]["FailedPage"];
        };
    };
    choosePassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: password
                     * @description at least 10 characters; any will do, blanks included
                     * @example correct horse battery staple
                     */
                    password: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is the password now */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    submitPasswordForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** Format: text */
                    email?: string;
                    /**
                     * Format: password
                     * @description at least 10 characters; any will do, blanks included
                     * @example correct horse battery staple
                     */
                    password: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["RefusedPage"];
            "5XX": components["responses"]["FailedPage"];
            /** @description It is the password now */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["InvalidPage"];
            404: components["responses"]["NotFoundPage"];
            429: components["responses"]["TooManyRequestsPage"];
            500: components["responses"]["FailedPage"];
        };
    };
    listReminders: {
        parameters: {
            query?: {
                /**
                 * @description rings then or later
                 * @example 2026-12-01T09:00:00.000Z
                 */
                after?: string;
                /**
                 * @description rings before then
                 * @example 2026-12-01T09:00:00.000Z
                 */
                before?: string;
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: number;
                /** @description pending: what will ring; missed: what will not, of open todos, since its moment was more than 60 s past when it was written */
                state?: "pending" | "missed";
                todo_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of reminders */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReminderPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    snoozeReminder: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        /** @description either `duration` or `until` */
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: duration
                     * @description from now: an ISO 8601 duration of weeks, days, hours, minutes and seconds; days keep the time of day
                     * @example PT1H
                     */
                    duration?: string;
                    /**
                     * Format: date-time
                     * @description in the future, at most 366 days ahead
                     */
                    until?: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The todo as it now is */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Todo"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of sessions */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: email
                     * @example somebody@example.com
                     */
                    email: string;
                    /**
                     * Format: password
                     * @example correct horse battery staple
                     */
                    password: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The session */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is over */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is over */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    listTodos: {
        parameters: {
            query?: {
                completed?: boolean;
                /** @description `next_cursor` of the page before */
                cursor?: string;
                /** @description by the account’s zone: today; open and past; tomorrow or later */
                due?: "today" | "overdue" | "upcoming";
                /** @description due then or later */
                due_after?: string;
                /** @description due before then */
                due_before?: string;
                /** @description whether a reminder is still to ring */
                has_reminder?: boolean;
                /** @description the id of a label; or a name, where no label has that id */
                label?: string;
                /** @description the name of a label, also one of digits, in any case */
                label_name?: string;
                limit?: number;
                /** @description `none`: in no list */
                list_id?: number | "none";
                /** @description desc is asc backwards */
                order?: "asc" | "desc";
                /** @description `none`: part of nothing */
                parent_id?: number | "none";
                /** @description 0 none, 1 lowest, 4 highest */
                priority?: number;
                /**
                 * @description words, all of which description and notes have, or longer words that begin so; case and accents do not count
                 * @example caf mil
                 */
                q?: string;
                /** @description by due_date, those without one come last */
                sort?: "created_at" | "updated_at" | "due_date" | "priority" | "position";
                /** @description those in the trash instead of the others */
                trash?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of todos */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TodoPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    createTodo: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    completed?: boolean;
                    /** Format: text */
                    description: string;
                    /**
                     * Format: due-date
                     * @description a date-time with an offset (RFC 3339), or a date alone: due all day, which for reminders is at the account’s default_reminder_time
                     * @example 2126-12-01T09:00:00.000Z
                     * @example 2126-12-01
                     */
                    due_date?: string | null;
                    /** @description ids of labels, in any order */
                    label_ids?: number[];
                    /** Format: int64 */
                    list_id?: number | null;
                    /** Format: text */
                    notes?: string | null;
                    /**
                     * Format: int64
                     * @description the todo that it is a part of, in the same list; 5 levels at most
                     */
                    parent_id?: number | null;
                    /**
                     * Format: int32
                     * @description 0 none, 1 lowest, 4 highest
                     */
                    priority?: number;
                    /**
                     * Format: text
                     * @description an RRULE (RFC 5545 §3.3.10, see docs/recurrence.md); completing moves the todo to its next date
                     * @example FREQ=WEEKLY;BYDAY=MO,TH
                     */
                    recurrence?: string | null;
                    /**
                     * @description what the next date is counted from: the series as planned, or the day it was done
                     * @enum {string}
                     */
                    recurrence_from?: "due" | "completion";
                    /** @description when it rings; null or absent in a new todo: by the default_reminders of its list, or else of the account; null in a change: by what these are now; what is more than 60 s past is missed and never rings (GET /reminders?state=missed) */
                    reminders?: {
                        /**
                         * Format: date-time
                         * @description a moment, whether there is a due date or not
                         * @example 2126-12-01T07:00:00.000Z
                         */
                        at?: string;
                        /**
                         * Format: reminder-offset
                         * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                         * @example -PT15M
                         */
                        before?: string;
                    }[] | null;
                    /**
                     * Format: time-zone
                     * @description IANA, for reminders and recurrence; null or absent for the account’s
                     * @example Europe/Berlin
                     */
                    time_zone?: string | null;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The todo */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Todo"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readTodo: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags: 304 if it still is one of these */
                "if-none-match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The todo */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Todo"];
                };
            };
            /** @description It has not changed */
            304: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    deleteTodo: {
        parameters: {
            query?: {
                /** @description for good, also from the trash */
                purge?: boolean;
            };
            header?: {
                /** @description ETags: the write happens only if it still is one of these versions */
                "if-match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is gone */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    changeTodo: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
                /** @description ETags: the write happens only if it still is one of these versions */
                "if-match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description with `completed: true`: completes all its parts, and theirs, too */
                    complete_children?: boolean;
                    completed?: boolean;
                    /** Format: text */
                    description?: string;
                    /**
                     * Format: due-date
                     * @description a date-time with an offset (RFC 3339), or a date alone: due all day, which for reminders is at the account’s default_reminder_time
                     * @example 2126-12-01T09:00:00.000Z
                     * @example 2126-12-01
                     */
                    due_date?: string | null;
                    /** @description ids of labels, in any order */
                    label_ids?: number[];
                    /** Format: int64 */
                    list_id?: number | null;
                    /** Format: text */
                    notes?: string | null;
                    /**
                     * Format: int64
                     * @description the todo that it is a part of, in the same list; 5 levels at most
                     */
                    parent_id?: number | null;
                    /**
                     * Format: int32
                     * @description 0 none, 1 lowest, 4 highest
                     */
                    priority?: number;
                    /**
                     * Format: text
                     * @description an RRULE (RFC 5545 §3.3.10, see docs/recurrence.md); completing moves the todo to its next date
                     * @example FREQ=WEEKLY;BYDAY=MO,TH
                     */
                    recurrence?: string | null;
                    /**
                     * @description what the next date is counted from: the series as planned, or the day it was done
                     * @enum {string}
                     */
                    recurrence_from?: "due" | "completion";
                    /** @description when it rings; null or absent in a new todo: by the default_reminders of its list, or else of the account; null in a change: by what these are now; what is more than 60 s past is missed and never rings (GET /reminders?state=missed) */
                    reminders?: {
                        /**
                         * Format: date-time
                         * @description a moment, whether there is a due date or not
                         * @example 2126-12-01T07:00:00.000Z
                         */
                        at?: string;
                        /**
                         * Format: reminder-offset
                         * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                         * @example -PT15M
                         */
                        before?: string;
                    }[] | null;
                    /**
                     * Format: time-zone
                     * @description IANA, for reminders and recurrence; null or absent for the account’s
                     * @example Europe/Berlin
                     */
                    time_zone?: string | null;
                };
                "application/merge-patch+json": {
                    /** @description with `completed: true`: completes all its parts, and theirs, too */
                    complete_children?: boolean;
                    completed?: boolean;
                    /** Format: text */
                    description?: string;
                    /**
                     * Format: due-date
                     * @description a date-time with an offset (RFC 3339), or a date alone: due all day, which for reminders is at the account’s default_reminder_time
                     * @example 2126-12-01T09:00:00.000Z
                     * @example 2126-12-01
                     */
                    due_date?: string | null;
                    /** @description ids of labels, in any order */
                    label_ids?: number[];
                    /** Format: int64 */
                    list_id?: number | null;
                    /** Format: text */
                    notes?: string | null;
                    /**
                     * Format: int64
                     * @description the todo that it is a part of, in the same list; 5 levels at most
                     */
                    parent_id?: number | null;
                    /**
                     * Format: int32
                     * @description 0 none, 1 lowest, 4 highest
                     */
                    priority?: number;
                    /**
                     * Format: text
                     * @description an RRULE (RFC 5545 §3.3.10, see docs/recurrence.md); completing moves the todo to its next date
                     * @example FREQ=WEEKLY;BYDAY=MO,TH
                     */
                    recurrence?: string | null;
                    /**
                     * @description what the next date is counted from: the series as planned, or the day it was done
                     * @enum {string}
                     */
                    recurrence_from?: "due" | "completion";
                    /** @description when it rings; null or absent in a new todo: by the default_reminders of its list, or else of the account; null in a change: by what these are now; what is more than 60 s past is missed and never rings (GET /reminders?state=missed) */
                    reminders?: {
                        /**
                         * Format: date-time
                         * @description a moment, whether there is a due date or not
                         * @example 2126-12-01T07:00:00.000Z
                         */
                        at?: string;
                        /**
                         * Format: reminder-offset
                         * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                         * @example -PT15M
                         */
                        before?: string;
                    }[] | null;
                    /**
                     * Format: time-zone
                     * @description IANA, for reminders and recurrence; null or absent for the account’s
                     * @example Europe/Berlin
                     */
                    time_zone?: string | null;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The todo as it now is */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Todo"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    listTodoCompletions: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of completions */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompletionPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    deleteTodoCompletion: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags: the write happens only if it still is one of these versions */
                "if-match"?: string;
            };
            path: {
                completion_id: number;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The todo as it now is */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Todo"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    moveTodo: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        /** @description either `before` or `after` */
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    after?: number;
                    /** Format: int64 */
                    before?: number;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The todo as it now is */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Todo"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readTodoOccurrences: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The next dates; a forecast where they depend on when it is done */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Occurrences"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    restoreTodo: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The todo as it now is */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Todo"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    skipTodo: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
                /** @description ETags: the write happens only if it still is one of these versions */
                "if-match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The todo as it now is */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Todo"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    snoozeTodo: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
                /** @description ETags: the write happens only if it still is one of these versions */
                "if-match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        /** @description either `duration` or `until` */
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: duration
                     * @description from now: an ISO 8601 duration of weeks, days, hours, minutes and seconds; days keep the time of day
                     * @example PT1H
                     */
                    duration?: string;
                    /**
                     * Format: date-time
                     * @description in the future, at most 366 days ahead
                     */
                    until?: string;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The todo as it now is */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Todo"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    deleteTodoSnooze: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags: the write happens only if it still is one of these versions */
                "if-match"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The todo as it now is */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Todo"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    batchTodos: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description true: all or nothing; false: each by itself, and the answer has a status for each
                     * @default true
                     */
                    atomic?: boolean;
                    operations: ({
                        /** @enum {string} */
                        op: "create";
                        todo: {
                            completed?: boolean;
                            /** Format: text */
                            description: string;
                            /**
                             * Format: due-date
                             * @description a date-time with an offset (RFC 3339), or a date alone: due all day, which for reminders is at the account’s default_reminder_time
                             * @example 2126-12-01T09:00:00.000Z
                             * @example 2126-12-01
                             */
                            due_date?: string | null;
                            /** @description ids of labels, in any order */
                            label_ids?: number[];
                            /** Format: int64 */
                            list_id?: number | null;
                            /** Format: text */
                            notes?: string | null;
                            /**
                             * Format: int64
                             * @description the todo that it is a part of, in the same list; 5 levels at most
                             */
                            parent_id?: number | null;
                            /**
                             * Format: int32
                             * @description 0 none, 1 lowest, 4 highest
                             */
                            priority?: number;
                            /**
                             * Format: text
                             * @description an RRULE (RFC 5545 §3.3.10, see docs/recurrence.md); completing moves the todo to its next date
                             * @example FREQ=WEEKLY;BYDAY=MO,TH
                             */
                            recurrence?: string | null;
                            /**
                             * @description what the next date is counted from: the series as planned, or the day it was done
                             * @enum {string}
                             */
                            recurrence_from?: "due" | "completion";
                            /** @description when it rings; null or absent in a new todo: by the default_reminders of its list, or else of the account; null in a change: by what these are now; what is more than 60 s past is missed and never rings (GET /reminders?state=missed) */
                            reminders?: {
                                /**
                                 * Format: date-time
                                 * @description a moment, whether there is a due date or not
                                 * @example 2126-12-01T07:00:00.000Z
                                 */
                                at?: string;
                                /**
                                 * Format: reminder-offset
                                 * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                                 * @example -PT15M
                                 */
                                before?: string;
                            }[] | null;
                            /**
                             * Format: time-zone
                             * @description IANA, for reminders and recurrence; null or absent for the account’s
                             * @example Europe/Berlin
                             */
                            time_zone?: string | null;
                        };
                    } | {
                        /** Format: int64 */
                        id: number;
                        /** @enum {string} */
                        op: "update";
                        todo: {
                            /** @description with `completed: true`: completes all its parts, and theirs, too */
                            complete_children?: boolean;
                            completed?: boolean;
                            /** Format: text */
                            description?: string;
                            /**
                             * Format: due-date
                             * @description a date-time with an offset (RFC 3339), or a date alone: due all day, which for reminders is at the account’s default_reminder_time
                             * @example 2126-12-01T09:00:00.000Z
                             * @example 2126-12-01
                             */
                            due_date?: string | null;
                            /** @description ids of labels, in any order */
                            label_ids?: number[];
                            /** Format: int64 */
                            list_id?: number | null;
                            /** Format: text */
                            notes?: string | null;
                            /**
                             * Format: int64
                             * @description the todo that it is a part of, in the same list; 5 levels at most
                             */
                            parent_id?: number | null;
                            /**
                             * Format: int32
                             * @description 0 none, 1 lowest, 4 highest
                             */
                            priority?: number;
                            /**
                             * Format: text
                             * @description an RRULE (RFC 5545 §3.3.10, see docs/recurrence.md); completing moves the todo to its next date
                             * @example FREQ=WEEKLY;BYDAY=MO,TH
                             */
                            recurrence?: string | null;
                            /**
                             * @description what the next date is counted from: the series as planned, or the day it was done
                             * @enum {string}
                             */
                            recurrence_from?: "due" | "completion";
                            /** @description when it rings; null or absent in a new todo: by the default_reminders of its list, or else of the account; null in a change: by what these are now; what is more than 60 s past is missed and never rings (GET /reminders?state=missed) */
                            reminders?: {
                                /**
                                 * Format: date-time
                                 * @description a moment, whether there is a due date or not
                                 * @example 2126-12-01T07:00:00.000Z
                                 */
                                at?: string;
                                /**
                                 * Format: reminder-offset
                                 * @description how long before the due date: a negative ISO 8601 duration of weeks, days, hours, minutes and seconds, of at most 366 days, or PT0S; days keep the time of day; what means the same is written one way, so -P1W is shown as -P7D
                                 * @example -PT15M
                                 */
                                before?: string;
                            }[] | null;
                            /**
                             * Format: time-zone
                             * @description IANA, for reminders and recurrence; null or absent for the account’s
                             * @example Europe/Berlin
                             */
                            time_zone?: string | null;
                        };
                        /**
                         * Format: int32
                         * @description only if this still is its version; else 412
                         */
                        version?: number;
                    } | {
                        /** Format: int64 */
                        id: number;
                        /** @enum {string} */
                        op: "delete";
                        purge?: boolean;
                        /**
                         * Format: int32
                         * @description only if this still is its version; else 412
                         */
                        version?: number;
                    })[];
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description What came of each */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TodoBatchResults"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readTodosCounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description How many there are */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TodoCounts"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description A page of tokens */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes the request safe to repeat for 24 hours: a random text, another one for each thing that is to happen */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description RFC 3339 with an offset; by default it does not end
                     */
                    expires_at?: string | null;
                    /** Format: text */
                    name: string;
                    /**
                     * @example [
                     *       "read",
                     *       "write"
                     *     ]
                     */
                    scopes: ("read" | "write" | "admin")[];
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description The token */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedToken"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It, without what opens anything */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    deleteToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Failed"];
            /** @description It is revoked */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
        };
    };
    readLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["RefusedUnlimited"];
            "5XX": components["responses"]["FailedUnlimited"];
            /** @description Default Response */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                    };
                };
            };
            400: components["responses"]["InvalidUnlimited"];
            500: components["responses"]["FailedUnlimited"];
        };
    };
    readReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["RefusedUnlimited"];
            "5XX": components["responses"]["FailedUnlimited"];
            /** @description Default Response */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        schema: "current" | "ahead";
                        status: string;
                    };
                };
            };
            400: components["responses"]["InvalidUnlimited"];
            500: components["responses"]["FailedUnlimited"];
        };
    };
}
