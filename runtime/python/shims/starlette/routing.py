from fastapi.routing import APIRouter as Router
from fastapi.routing import Route
