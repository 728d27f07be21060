"""Bottle: a login with a signed cookie, an upload, a download, a stream."""

import hashlib
import os
import secrets

from bottle import Bottle, abort, redirect, request, response, static_file

SECRET = "not so secret"
application = Bottle()


@application.get("/login")
def form():
    token = secrets.token_hex()
    response.set_cookie("token", token, secret=SECRET)
    return token


@application.post("/login")
def login():
    if request.forms.token != request.get_cookie("token", secret=SECRET) or request.forms.password != "let-me-in":
        abort(403)
    response.set_cookie("user", request.forms.user, secret=SECRET)
    redirect("/")


@application.get("/")
def index():
    user = request.get_cookie("user", secret=SECRET)
    return f"hello {user}" if user else abort(401)


@application.post("/upload")
def upload():
    digest = hashlib.sha256()
    while piece := request.files.file.file.read(65536):
        digest.update(piece)
    return digest.hexdigest()


@application.get("/download")
def download():
    return static_file("large.bin", root=os.getcwd())


@application.get("/stream")
def stream():
    for number in range(1000):
        yield f"line {number}\n"
