"""Flask: a login with a token of its own in a signed cookie, an upload, a download, a stream."""

import hashlib
import os
import secrets

from flask import Flask, Response, abort, redirect, request, send_file, session

application = Flask(__name__)
application.secret_key = "not so secret"


@application.get("/login")
def form():
    session["token"] = secrets.token_hex()
    return session["token"]


@application.post("/login")
def login():
    if request.form.get("token") != session.get("token") or request.form.get("password") != "let-me-in":
        abort(403)
    session["user"] = request.form["user"]
    return redirect("/")


@application.get("/")
def index():
    return f"hello {session['user']}" if "user" in session else abort(401)


@application.post("/upload")
def upload():
    digest = hashlib.sha256()
    while piece := request.files["file"].stream.read(65536):
        digest.update(piece)
    return digest.hexdigest()


@application.get("/download")
def download():
    return send_file(os.path.abspath("large.bin"), conditional=True)


@application.get("/stream")
def stream():
    return Response((f"line {number}\n" for number in range(1000)), mimetype="text/plain")
