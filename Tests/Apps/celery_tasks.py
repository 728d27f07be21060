"""A queue in files. Each task writes down that it was done."""

import os
import time

from celery import Celery

HERE = os.path.dirname(os.path.abspath(__file__))
QUEUE = os.path.join(HERE, "queue")
os.makedirs(QUEUE, exist_ok=True)

app = Celery("tasks", broker="filesystem://")
app.conf.broker_transport_options = {
    "data_folder_in": QUEUE, "data_folder_out": QUEUE, "data_folder_processed": QUEUE, "control_folder": HERE,
}
app.conf.beat_schedule = {"tick": {"task": "tasks.note", "schedule": 0.5, "args": ("tick",)}}


@app.task(name="tasks.note")
def note(text, seconds=0):
    open(os.path.join(HERE, "begun"), "a").write(f"{text}\n")
    time.sleep(seconds)
    open(os.path.join(HERE, "done"), "a").write(f"{text}\n")
