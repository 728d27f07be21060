from django.shortcuts import get_object_or_404, render

from posts.models import Post


def index(request):
    visits = request.session["visits"] = request.session.get("visits", 0) + 1
    return render(request, "posts/index.html", {"posts": Post.objects.all(), "visits": visits})


def detail(request, pk):
    return render(request, "posts/detail.html", {"post": get_object_or_404(Post, pk=pk)})
