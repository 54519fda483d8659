from datetime import datetime, timezone

from flask import jsonify, request

from models import db, Todo

def init_routes(app):

    @app.route("/api", methods=["GET"])
    def get_api_base_url():
        return jsonify({
            "msg": "todos api is up",
            "success": True,
            "data": None
        }), 200

    # what the measurement adds

    @app.route("/api/todos/<int:id>", methods=["GET"])
    def get_todo(id):
        todo = db.get_or_404(Todo, id)
        return jsonify({
            "msg": "todo found",
            "success": True,
            "data": todo.to_dict()
        }), 200

    @app.route("/api/todos", methods=["GET"])
    def get_todos():
        todos = Todo.query.order_by(Todo.id).limit(50).all()
        return jsonify({
            "msg": "todos found",
            "success": True,
            "data": [todo.to_dict() for todo in todos]
        }), 200

    @app.route("/api/todos", methods=["POST"])
    def create_todo():
        body = request.get_json()
        todo = Todo(description=body["description"], due_date=parse_date(body.get("due_date")))
        db.session.add(todo)
        db.session.commit()
        return jsonify({
            "msg": "todo created",
            "success": True,
            "data": todo.to_dict()
        }), 201

    @app.route("/api/todos/<int:id>", methods=["PATCH"])
    def update_todo(id):
        todo = db.get_or_404(Todo, id)
        body = request.get_json()
        if "description" in body:
            todo.description = body["description"]
        if "completed" in body:
            todo.completed = body["completed"]
        if "due_date" in body:
            todo.due_date = parse_date(body["due_date"])
        db.session.commit()
        return jsonify({
            "msg": "todo updated",
            "success": True,
            "data": todo.to_dict()
        }), 200

def parse_date(text):
    # the column is without a time zone
    return datetime.fromisoformat(text).astimezone(timezone.utc).replace(tzinfo=None) if text else None
