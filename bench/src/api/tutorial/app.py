from init import create_app
from models import db
app = create_app()
db.init_app(app)
