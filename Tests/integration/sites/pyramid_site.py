"""Pyramid: its own sessions and tokens, an upload, a download, a stream."""

import hashlib
import os

from pyramid.config import Configurator
from pyramid.csrf import get_csrf_token
from pyramid.httpexceptions import HTTPForbidden, HTTPFound, HTTPUnauthorized
from pyramid.response import FileResponse, Response
from pyramid.session import JSONSerializer, SignedCookieSessionFactory


def form(request):
    return Response(get_csrf_token(request))


def login(request):
    if request.POST["password"] != "let-me-in":
        raise HTTPForbidden()
    request.session["user"] = request.POST["user"]
    return HTTPFound("/")


def index(request):
    if "user" not in request.session:
        raise HTTPUnauthorized()
    return Response(f"hello {request.session['user']}")


def upload(request):
    digest = hashlib.sha256()
    while piece := request.POST["file"].file.read(65536):
        digest.update(piece)
    return Response(digest.hexdigest())


def download(request):
    return FileResponse(os.path.abspath("large.bin"), request=request)


def stream(request):
    return Response(app_iter=(f"line {number}\n".encode() for number in range(1000)), content_type="text/plain")


def make():
    config = Configurator(session_factory=SignedCookieSessionFactory("not so secret", serializer=JSONSerializer()))
    for name, path in ("login", "/login"), ("index", "/"), ("upload", "/upload"), ("download", "/download"), ("stream", "/stream"):
        config.add_route(name, path)
    config.add_view(form, route_name="login", request_method="GET")
    config.add_view(login, route_name="login", request_method="POST", require_csrf=True)
    config.add_view(index, route_name="index")
    config.add_view(upload, route_name="upload")
    config.add_view(download, route_name="download")
    config.add_view(stream, route_name="stream")
    return config.make_wsgi_app()


application = make()
