"""What has to be there before the first visitor: tables, collected static files, somebody who may log in, a post."""

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, call_command

from posts.models import Post


class Command(BaseCommand):
    help = "Migrates, collects the static files and makes sure of a superuser and a first post. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--user", required=True)
        parser.add_argument("--password", required=True)

    def handle(self, *, user, password, **options):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        User = get_user_model()
        if not User.objects.filter(username=user).exists():
            User.objects.create_superuser(user, password=password)
        if not Post.objects.exists():
            Post.objects.create(title="A first post", text="Change me in the admin.")
