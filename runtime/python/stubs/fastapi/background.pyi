from starlette.background import BackgroundTask as BackgroundTask, BackgroundTasks as BackgroundTasks
