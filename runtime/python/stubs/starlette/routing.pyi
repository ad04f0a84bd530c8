from fastapi.routing import APIRouter as Router, Route as Route
